"""The track model, in which every cell belongs to one track: sessions choose blocks, and tracks choose rooms."""
