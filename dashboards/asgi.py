"""The dashboard as an ASGI application: `python -m dashboards.serve` serves it."""

from pathlib import Path

from starlette.middleware import Middleware
from streamlit.starlette import App

from dashboards.frontend import Frontend

app = App(Path(__file__).parent / "app.py", middleware=[Middleware(Frontend)])
