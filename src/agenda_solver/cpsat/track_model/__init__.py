"""The model in which every cell belongs to one track: sessions choose blocks, tracks choose rooms."""
