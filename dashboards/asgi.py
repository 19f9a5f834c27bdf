"""The dashboard as an ASGI application: `python -m dashboards.serve` serves it."""

from pathlib import Path

from starlette.middleware import Middleware
from streamlit.starlette import App

from dashboards.frontend import Frontend
from dashboards.gate import Gate

app = App(Path(__file__).parent / "app.py", middleware=[Middleware(Gate), Middleware(Frontend)])
