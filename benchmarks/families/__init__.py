"""Problems of whole families that others have published, each with its own rules and its own way to count."""
