"""What the audience wants: favourites from files, expected audiences, and similar talks."""
