"""Events of Sessionize, from the "All" view of its JSON API: sessions, speakers, questions, categories and rooms."""
