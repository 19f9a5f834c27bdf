"""What a page and Streamlit tell each other: what pages need, and nothing about the machine.

Streamlit also answers what no page of ours asks: where its script lies, what the repository around
it holds, whether somebody would clear all caches.
"""

from pathlib import Path

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

FOLDER = Path(__file__).parent

_ASKED = {"rerun_script", "stop_script", "app_heartbeat", "backend_operation_request"}
_OPERATIONS = {"deferred_file"}


def is_a_page_s(message: bytes) -> bool:
    """Whether a page of ours says this to Streamlit; also what is no message, which it refuses."""
    asked = BackMsg()
    try:
        asked.ParseFromString(message)
    except DecodeError:
        return True
    if asked.WhichOneof("type") == "backend_operation_request":
        return asked.backend_operation_request.WhichOneof("payload") in _OPERATIONS
    return asked.WhichOneof("type") in _ASKED


def without_paths(message: bytes) -> bytes:
    """Streamlit's message to a page, without where on the machine its script lies."""
    if str(FOLDER).encode() not in message:
        return message
    told = ForwardMsg.FromString(message)
    if told.WhichOneof("type") != "new_session":
        return message
    told.new_session.main_script_path = Path(told.new_session.main_script_path).name
    hidden: bytes = told.SerializeToString()
    return hidden
