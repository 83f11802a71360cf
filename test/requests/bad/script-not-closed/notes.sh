no script ( at all
