import { expect, test } from "vitest";
import { repositoryId } from "../../../action/core/ledger/repository-id.ts";

const root = "a".repeat(40);
const id = repositoryId(root, "https://github.com/sPHENIX/productions.git");

test.each([
  "https://github.com/sPHENIX/productions",
  "https://someone:word@github.com/sphenix/productions.git",
  "git@github.com:sPHENIX/productions.git",
  "ssh://git@github.com/sPHENIX/productions.git",
  "ssh://git@github.com:22/sPHENIX/productions/",
])("One repository has one id, also under the address %s", (address) => {
  expect(repositoryId(root, address)).toBe(id);
});

test("Another repository, also a fork, has another id than this one", () => {
  expect(repositoryId(root, "https://github.com/ada/productions.git")).not.toBe(id);
  expect(repositoryId(root, "https://github.com/sPHENIX/software.git")).not.toBe(id);
  expect(repositoryId("b".repeat(40), "https://github.com/sPHENIX/productions.git")).not.toBe(id);
});

test("A local path, an address without a name, and no address give no repository id", () => {
  const bare = repositoryId(root, undefined);

  expect(bare).toMatch(/^[0-9a-f]{8}$/);
  for (const path of [
    "/srv/git/productions.git",
    "../origin.git",
    "file:///srv/git/productions.git",
    "mirror/https://github.com/sPHENIX/productions.git",
    "mirror/git@github.com:sPHENIX/productions.git",
    "git@[::1]:sPHENIX/productions.git",
  ])
    expect(repositoryId(root, path)).toBe(bare);
});
