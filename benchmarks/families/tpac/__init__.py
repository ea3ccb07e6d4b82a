"""Events of the W3C: groups that meet several times in the week of TPAC, and days of breakout sessions."""
