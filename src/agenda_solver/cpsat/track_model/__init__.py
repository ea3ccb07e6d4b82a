"""The tracks' model, where every cell belongs to one track: sessions choose blocks, tracks choose rooms."""
