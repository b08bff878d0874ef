"""On one's own machine and for the demo: a secret key is made when none is set."""

from cms.env import dev_secret
from cms.settings.base import *  # noqa: F403
from cms.settings.base import ENV

SECRET_KEY = ENV.secret_key or dev_secret()
