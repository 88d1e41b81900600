"""Messages by their level."""

import logging

_log = logging.getLogger("distutils")
debug, info, warn, error, fatal = (
    _log.debug,
    _log.info,
    _log.warning,
    _log.error,
    _log.critical,
)
set_threshold = _log.setLevel
