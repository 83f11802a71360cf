import { expect, test } from "vitest";
import { addressPattern, gitAddress, isAllowed, pageOfRemote } from "../../../action/core/request/git-address.ts";

const hosts = ["github.com", "git.example.org:8443", "192.0.2.7", "xn--bcher-kva.example", "git.lab"];

test.each([
  ["https://github.com/sPHENIX-Collaboration/macros", "https://github.com/sPHENIX-Collaboration/macros"],
  ["https://github.com:443/a/b.git", "https://github.com/a/b.git"],
  ["https://git.example.org:8443/a/.github/", "https://git.example.org:8443/a/.github/"],
  ["https://192.0.2.7/a", "https://192.0.2.7/a"],
  ["https://xn--bcher-kva.example/a", "https://xn--bcher-kva.example/a"],
  ["https://git.lab/~ada/c++_macros", "https://git.lab/~ada/c++_macros"],
])("%s is a valid git address, and git gets %s", (text, url) => {
  expect(new RegExp(addressPattern).test(text)).toBe(true);
  expect(gitAddress(text)).toMatchObject({ url });
  expect(isAllowed(text, hosts)).toBe(true);
});

test.each([
  [
    "a backslash, which a reader of addresses takes for a slash and git does not",
    "https://github.com\\@127.0.0.1:9443/x",
  ],
  ["a backslash in the path", "https://github.com/a\\..\\b"],
  ["a login", "https://github.com@127.0.0.1/x"],
  ["a login with a password", "https://me:secret@github.com/x"],
  ["an escape", "https://github.com/%2e%2e/x"],
  ["an escape in the host", "https://github%2ecom/x"],
  ["steps upwards", "https://github.com/a/../b"],
  ["a step that stays", "https://github.com/./b"],
  ["letters beyond ASCII that become ASCII", "https://ｇithub.com/x"],
  ["a letter that looks like another", "https://gіthub.com/x"],
  ["a sign that becomes a letter", "https://github.com\u212a/x"],
  ["a soft hyphen that disappears", "https://git\u00adhub.com/x"],
  ["upper case", "https://GitHub.com/x"],
  ["a dot at the end of the host", "https://github.com./x"],
  ["a number for a host", "https://2130706433/x"],
  ["a number in hex", "https://0x7f000001/x"],
  ["a short number", "https://127.1/x"],
  ["an octal number", "https://0177.0.0.1/x"],
  ["IPv6", "https://[::1]/x"],
  ["IPv4 in IPv6", "https://[::ffff:127.0.0.1]/x"],
  ["a port beyond the last", "https://github.com:99999/x"],
  ["a port with zeros", "https://github.com:0443/x"],
  ["another protocol", "http://github.com/x"],
  ["a program's protocol", "ext::sh -c id"],
  ["an option", "--upload-pack=id"],
  ["a question", "https://github.com/x?y"],
  ["a fragment", "https://github.com/x#y"],
  ["a blank", "https://github.com/x y"],
  ["the end of a line", "https://github.com/x\n"],
  ["a tab, which a reader of addresses leaves out", "https://git\thub.com/x"],
  ["no path", "https://github.com/"],
  ["a path of slashes", "https://github.com//x"],
  ["more than 300 letters", `https://github.com/${"a".repeat(300)}`],
])("A git address with %s is refused", (_, text) => {
  expect(gitAddress(text)).toBeUndefined();
  expect(isAllowed(text, [...hosts, "127.0.0.1", "2130706433", "[::1]", "GitHub.com"])).toBe(false);
});

test("A git host is allowed only by its exact name and port", () => {
  expect(isAllowed("https://git.example.org/a", hosts)).toBe(false);
  expect(isAllowed("https://github.com:8443/a", hosts)).toBe(false);
  expect(isAllowed("https://127.0.0.1/a", hosts)).toBe(false);
  expect(isAllowed("https://evilgithub.com/a", hosts)).toBe(false);
});

test.each([
  ["https://github.com/lab/productions.git", "https://github.com/lab/productions"],
  ["https://github.com/lab/productions/", "https://github.com/lab/productions"],
  ["https://github.com/lab/productions.git/", "https://github.com/lab/productions"],
  ["https://ada:ghp_secret@GitHub.com/lab/productions.git", "https://github.com/lab/productions"],
  ["https://x-access-token@git.lab:8443/lab/productions", "https://git.lab:8443/lab/productions"],
  ["git@github.com:lab/productions.git", "https://github.com/lab/productions"],
  ["ssh://git@git.lab:2222/lab/productions.git", "https://git.lab/lab/productions"],
  ["ssh://git@git.lab/lab/productions", "https://git.lab/lab/productions"],
])("People see the repository that git reaches at %s", (remote, page) => {
  expect(pageOfRemote(remote)).toBe(page);
});

test.each([
  "/srv/git/productions.git",
  "file:///srv/git/productions.git",
  "http://ada:secret@git.lab/lab/productions",
  "https://ada:se@cret@git.lab/lab/productions",
  "https://ada:se/cret@git.lab/lab/productions",
  "https://ada:9/cret@git.lab/lab/productions",
  "https://git.lab/lab/productions?token=secret",
  "https://git.lab/lab/productions#secret",
  "https://git.lab/",
  "https://git.lab/../productions",
  "ada@git.lab:lab/productions.git",
  "ssh://ada:secret@git.lab/lab/productions",
  "git@git.lab:/srv/lab/../secret",
  "ext::sh -c id",
  "https://git.lab/lab/productions\nhttps://other/x",
  "",
])("No page is known of the remote %j", (remote) => {
  expect(pageOfRemote(remote)).toBeUndefined();
});
