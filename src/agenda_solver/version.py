"""The version of this library, in one place that everything can import."""

__all__ = ["__version__"]

__version__ = "0.2.0"
