"""What the audience wants: favourites from files, how many will come, and what is alike."""
