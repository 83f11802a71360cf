import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { foreignLimits, gitForeign } from "../../../action/adapters/foreign/git-foreign.ts";
import { gitRemoteHead } from "../../../action/adapters/foreign/remote-head.ts";
import { isPublicAddress } from "../../../action/adapters/foreign/route.ts";
import { Failure } from "../../../action/core/problems/failure.ts";
import type { ForeignTree } from "../../../action/core/text/source-file.ts";
import { anyWay } from "../../fakes/any-way.ts";

let cache = "";
let port = "";
let connections = 0;
const told: string[] = [];
beforeEach(async () => {
  for (const name of ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]) vi.stubEnv(name, undefined);
  cache = await mkdtemp(join(tmpdir(), "shrek-cache-"));
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  port = typeof address === "object" && address !== null ? String(address.port) : "";
  onTestFinished(async () => {
    server.close();
    await rm(cache, { recursive: true, force: true });
  });
  connections = 0;
  told.length = 0;
});
afterEach(() => void vi.unstubAllEnvs());

type Asked = { readonly git: string; readonly listed: readonly string[]; readonly at?: readonly string[] };

const setup = ({ listed, at }: Omit<Asked, "git">) => ({
  hosts: async () => listed,
  tell: (detail: string) => void told.push(detail),
  limits: { ...foreignLimits, milliseconds: 5000 },
  resolve: async (name: string) => {
    if (at === undefined) throw new Failure(`${name} has no address`, anyWay);
    return at;
  },
});
const ask = async ({ git, ...rest }: Asked): Promise<ForeignTree> =>
  gitForeign({ cache, ...setup(rest) }).tree("productions/p", { git, commit: "0".repeat(40), globs: ["**"] });

test("A git host that main does not list is not contacted, whoever else lists it", async () => {
  const git = `https://127.0.0.1:${port}/x.git`;

  expect(await ask({ git, listed: ["github.com"] })).toMatchObject({ kind: "not-in-force" });
  expect(
    await gitRemoteHead(setup({ listed: ["github.com"] })).newest("p", { git: git, branch: undefined, commit: "" }),
  ).toEqual({
    kind: "not-in-force",
  });
  expect(connections).toBe(0);
});

test("A git address that two readers understand as two hosts is not contacted", async () => {
  const git = `https://github.com\\@127.0.0.1:${port}/x`;

  expect(await ask({ git, listed: ["github.com"], at: ["127.0.0.1"] })).toMatchObject({ kind: "refused" });
  expect(connections).toBe(0);
});

test("A listed host name that resolves to a private network is not contacted, and the message does not reveal that", async () => {
  const git = `https://git.example.net:${port}/x`;

  for (const at of [["127.0.0.1"], ["10.0.0.1", "::1"], ["169.254.169.254"], ["fd00::1"], ["::ffff:127.0.0.1"]]) {
    const tree = await ask({ git, listed: [`git.example.net:${port}`], at });
    expect(tree).toMatchObject({
      kind: "unreachable",
      message: `${git} could not be fetched from git.example.net:${port}.`,
    });
    expect(told.at(-1)).toContain("which is no public address");
  }
  expect(connections).toBe(0);
});

test("A private address is contacted only if the address is listed too, and git connects to that address and no other", async () => {
  const git = `https://git.example.net:${port}/x`;

  await ask({ git, listed: [`git.example.net:${port}`, "127.0.0.1"], at: ["127.0.0.1"] });
  // The name is known to nobody else: git had the address from us.
  expect(connections).toBe(1);
  await gitRemoteHead(
    setup({ listed: [`git.example.net:${port}`, `127.0.0.1:${port}`], at: ["10.9.9.9", "127.0.0.1"] }),
  ).newest("p", { git: git, branch: "main", commit: "" });
  expect(connections).toBe(2);
});

test("A host name that does not resolve is contacted only through a proxy, which may know more names", async () => {
  const git = "https://git.example.net/x";
  expect(await ask({ git, listed: ["git.example.net"] })).toMatchObject({ kind: "unreachable" });
  expect(told).toEqual(["git.example.net has no address. Try again."]);
  expect(connections).toBe(0);

  vi.stubEnv("https_proxy", `http://127.0.0.1:${port}`);
  vi.stubEnv("no_proxy", "git.example.net");
  expect(await ask({ git, listed: ["git.example.net"] })).toMatchObject({ kind: "unreachable" });
  expect(connections).toBe(1);
});

describe("public addresses", () => {
  test.each(["140.82.121.4", "8.8.8.8", "2606:50c0:8000::64", "2a00:1450::1", "192.1.0.1"])(
    "The IP address %s is public, and may be contacted",
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );
  test.each([
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.9.9.9",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "fc00::1",
    "fd12::1",
    "fe80::1",
    "ff02::1",
    "2001:db8::1",
    "2002:a00:1::1",
    "2001::1",
  ])("The IP address %s is not public, and may not be contacted", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
