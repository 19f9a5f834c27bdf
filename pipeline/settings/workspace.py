"""All settings of a workspace, read together because each is checked against the others."""

import hashlib
from dataclasses import dataclass

from pipeline.settings.config import Config, load_config
from pipeline.settings.policy import Policy, load_policy
from pipeline.settings.register import Register, load_register
from pipeline.workspace import Workspace


@dataclass(frozen=True)
class Settings:
    """Everything that people decide in a workspace, read and found valid."""

    config: Config
    policy: Policy
    policy_hash: str
    register: Register


def load_settings(workspace: Workspace) -> Settings:
    """Read vip-sla.yml, policy.yml and the register. Raises SettingsError."""
    policy = load_policy(workspace.policy_file)
    config = load_config(workspace.config_file, policy.severities)
    register = load_register(workspace.register, [source.name for source in config.sources])
    policy_hash = hashlib.sha256(workspace.policy_file.read_bytes()).hexdigest()
    return Settings(config, policy, policy_hash, register)
