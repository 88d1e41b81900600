"""A Keras model of the user's own, and what a checkpoint gives to it."""

from compat.migrate.model.building import ENDS, build, save
from compat.migrate.model.given import Given
from compat.migrate.model.giving import give

__all__ = ["ENDS", "Given", "build", "give", "save"]
