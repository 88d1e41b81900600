"""`tf.contrib.tensorboard.plugins.projector`."""

from compat.contrib.tensorboard.plugins.projector.config import (
    EmbeddingInfo,
    ProjectorConfig,
    SpriteMetadata,
    visualize_embeddings,
)

__all__ = [
    "EmbeddingInfo",
    "ProjectorConfig",
    "SpriteMetadata",
    "visualize_embeddings",
]
