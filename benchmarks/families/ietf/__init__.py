"""Meetings of the IETF: sessions of working groups in one week, with conflicts, key people and wishes about days."""
