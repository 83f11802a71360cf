
<!DOCTYPE html>
<html lang="en"><body>void Fun4All_Page(const char *out) {}</body></html>
