"""A local Graph API with a Page one can look at, and a sample news website. Imports nothing of the rest; all times come from the clock handed in."""

from bot.sandbox.config import PageSpec, SandboxConfig, UserSpec
from bot.sandbox.faults import Fault
from bot.sandbox.limits import Throttle, TooFast
from bot.sandbox.server import Sandbox

__all__ = ("Fault", "PageSpec", "Sandbox", "SandboxConfig", "Throttle", "TooFast", "UserSpec")
