/** A request to Rucio, by whom, and what it is kept for. */
export type ComparedCall = {
  readonly as?: "root" | "physics" | "nobody" | "stranger";
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

type More = Omit<ComparedCall, "method" | "path" | "body">;
const get = (path: string, more: More = {}): ComparedCall => ({ method: "GET", path, ...more });
const post = (path: string, body: unknown, more: More = {}): ComparedCall => ({ method: "POST", path, body, ...more });
const put = (path: string, body: unknown, more: More = {}): ComparedCall => ({ method: "PUT", path, body, ...more });
const del = (path: string, body: unknown, more: More = {}): ComparedCall => ({ method: "DELETE", path, body, ...more });

export const filesNamed = (prefix: string, count: number, from = 0): readonly object[] =>
  Array.from({ length: count }, (_, index) => ({
    scope: "raw",
    name: `${prefix}.${String(from + index).padStart(4, "0")}.root`,
    bytes: 1000,
    adler32: "0cc737eb",
    meta: { guid: (from + index).toString(16).padStart(32, "0"), events: 10 },
  }));

const dids = (...names: readonly string[]): readonly object[] => names.map((name) => ({ scope: "raw", name }));
const ways = { lan: { read: 1, write: 1, delete: 1 }, wan: { read: 1, write: 1, delete: 1 } };
/** Rucio's first account. */
const top = "root";
const physics = { as: "physics" } as const;
const everyName = ["ds1", "ds2", "box", "outer", "empty", "shut", "grown", "nothing", "a.0000.root"] as const;

/** Accounts, scopes, storage elements of disk and tape with a posix protocol, datasets, containers, replicas, rules. */
const filling: readonly ComparedCall[] = [
  get("/ping", { as: "nobody" }),
  get("/auth/userpass", { as: "nobody" }),
  get("/dids/raw/ds1", { as: "nobody" }),
  get("/dids/raw/ds1", { as: "stranger" }),
  post("/accounts/physics", { type: "SERVICE", email: "a@b.c" }),
  post("/accounts/physics", { type: "SERVICE", email: "a@b.c" }),
  post("/accounts/nomail", { type: "SERVICE" }),
  {
    ...{ method: "PUT", path: "/identities/physics/userpass" },
    headers: { "X-Rucio-Username": "phys", "X-Rucio-Password": "phys-word", "X-Rucio-Email": "a@b.c" },
  },
  post("/accounts/physics/scopes/raw", {}),
  post("/accounts/physics/scopes/raw", {}),
  post("/accounts/nobody/scopes/other", {}),
  get("/scopes/"),
  ...["NEAR_DISK", "NEAR_TAPE", "FAR_DISK"].flatMap((name) => [
    post(`/rses/${name}`, {
      rse_type: name.slice(-4),
      deterministic: true,
      availability_write: true,
      availability_read: name !== "FAR_DISK",
      availability_delete: true,
    }),
    post(`/rses/${name}/protocols/file`, {
      hostname: "localhost",
      port: 0,
      prefix: "/data/",
      impl: "rucio.rse.protocols.posix.Default",
      domains: ways,
    }),
    post(`/rses/${name}/attr/site`, { value: name.slice(0, -5) }),
    post(`/accounts/${top}/limits/local/${name}`, { bytes: 1e15 }),
    get(`/rses/${name}`),
    get(`/rses/${name}/attr/`),
  ]),
  post("/rses/NEAR_DISK", { rse_type: "DISK" }),
  get("/rses/"),
  get("/rses/?expression=rse_type=TAPE"),
  get("/rses/?expression=site=NEAR"),
  get("/rses/?expression=NOWHERE"),
  get("/rses/NOWHERE"),
  ...["ds1", "empty", "shut", "grown"].map((name) => post(`/dids/raw/${name}`, { type: "DATASET" })),
  post("/dids/raw/ds1", { type: "DATASET" }),
  post("/dids/raw/bare", {}),
  post("/dids/unknown/ds1", { type: "DATASET" }),
  post("/dids/raw/ds1/dids", { dids: filesNamed("a", 3), rse: "NEAR_DISK" }),
  post("/dids/raw/ds1/dids", { dids: filesNamed("a", 1) }),
  post("/dids/raw/nothing/dids", { dids: filesNamed("a", 1) }),
  post("/dids/raw/ds1/dids", { dids: dids("no-such-file") }),
  post("/dids/raw/grown/dids", { dids: filesNamed("g", 4), rse: "NEAR_DISK" }),
  post("/dids/raw/shut/dids", { dids: filesNamed("s", 5), rse: "NEAR_DISK" }),
  post("/replicas", { rse: "NEAR_TAPE", files: filesNamed("b", 2) }),
  post("/replicas", { rse: "NOWHERE", files: filesNamed("b", 2) }),
  post("/dids", [{ scope: "raw", name: "ds2", type: "DATASET" }]),
  post("/dids/attachments", [{ scope: "raw", name: "ds2", dids: dids("b.0000.root", "b.0001.root") }]),
  post("/dids/raw/box", { type: "CONTAINER" }),
  post("/dids/raw/box/dids", { dids: dids("ds1", "ds2") }),
  post("/dids/raw/box/dids", { dids: dids("a.0000.root") }),
  post("/dids/raw/box/dids", { dids: dids("box") }),
  post("/dids/raw/outer", { type: "CONTAINER" }),
  post("/dids/raw/outer/dids", { dids: dids("box") }),
  post("/dids/raw/short", { type: "DATASET", lifetime: 864000 }),
];

const looking: readonly ComparedCall[] = [
  ...everyName.flatMap((name) => [
    get(`/dids/raw/${name}`),
    get(`/dids/raw/${name}?dynamic_depth=FILE`),
    get(`/dids/raw/${name}/meta`),
    get(`/dids/raw/${name}/files`),
    get(`/dids/raw/${name}/dids`),
    get(`/dids/raw/${name}/rules`),
    get(`/replicas/raw/${name}/datasets`),
    get(`/replicas/raw/${name}/datasets?deep=True`),
  ]),
  get("/dids/raw/short"),
  post("/dids/bulkmeta", { dids: dids(...everyName) }),
  post("/dids/bulkmeta", { dids: dids("ds1", "ds1") }),
  post("/dids/bulkmeta", { dids: [] }),
  post("/dids/bulkmeta", {}),
  post("/dids/bulkmeta", []),
  post("/dids/bulkmeta", { dids: dids("bad name") }),
  post("/dids/bulkmeta", { dids: dids("ds1") }, { accept: "application/json" }),
  post("/dids/bulkfiles", { dids: dids(...everyName) }),
  post("/replicas/datasets_bulk", { dids: dids(...everyName) }),
  post("/replicas/datasets_bulk", { dids: [] }),
  post("/replicas/datasets_bulk", { dids: dids("bad name") }),
  get("/dids/raw/dids/search?type=dataset&name=ds*"),
  get("/dids/raw/ds1", { accept: "application/x-json-stream" }),
  get("/nothing"),
];

const changing: readonly ComparedCall[] = [
  put("/dids/raw/shut/status", { open: false }),
  put("/dids/raw/shut/status", { open: false }),
  put("/dids/raw/nothing/status", { open: false }),
  post("/dids/raw/shut/dids", { dids: filesNamed("s", 1, 9), rse: "NEAR_DISK" }),
  get("/dids/raw/shut"),
  post("/dids/bulkmeta", { dids: dids("shut") }),
  post("/rules/", {
    dids: dids("shut"),
    account: "root",
    copies: 1,
    rse_expression: "NEAR_DISK",
    lifetime: 1000,
    comment: "shrek",
  }),
  post("/rules/", { dids: dids("shut"), account: "root", copies: 1, rse_expression: "NEAR_DISK" }),
  post("/rules/", { dids: dids("shut"), account: "root", copies: 1, rse_expression: "NOWHERE" }),
  post("/rules/", { dids: dids("nothing"), account: "root", copies: 1, rse_expression: "NEAR_DISK" }),
  post("/rules/", { dids: dids("shut"), account: "root", copies: 1 }),
  post("/rules/", { dids: dids("box"), account: "root", copies: 1, rse_expression: "NEAR_TAPE" }),
  get("/dids/raw/shut/rules"),
  get("/dids/raw/box/rules"),
  get("/rules/?account=root"),
  get("/rules/?scope=raw&name=box"),
  get("/rules/nope"),
  get(`/rules/${"0".repeat(32)}`),
  get("/rules/{rule of shut}"),
  put("/rules/{rule of shut}", { options: { lifetime: 5_000_000 } }),
  put("/rules/{rule of shut}", { options: { lifetime: null } }),
  put("/rules/{rule of shut}", { options: { colour: "red" } }),
  get("/rules/{rule of shut}"),
  post("/replicas/datasets_bulk", { dids: dids("shut", "ds1", "ds2") }),
  { method: "GET", path: "count" },
  post("/replicas/datasets_bulk", { dids: dids("shut", "ds1", "ds2") }),
  post("/replicas/bad/dids", { dids: dids("s.0001.root"), rse: "NEAR_DISK", reason: "lost" }),
  post("/replicas/bad/dids", { dids: dids("s.0001.root"), rse: "NEAR_DISK", reason: "lost" }),
  post("/replicas/bad/dids", { dids: dids("s.0002.root"), rse: "NEAR_TAPE", reason: "lost" }),
  get("/replicas/raw/shut/datasets?deep=True"),
  post("/replicas/list", { dids: dids("shut"), all_states: true }),
  post("/replicas/list", { dids: dids("shut") }),
  post("/replicas/list", { dids: dids("box"), all_states: true }),
  { method: "GET", path: "count" },
  post("/replicas/datasets_bulk", { dids: dids("shut") }),
  del("/dids/raw/shut/dids", { dids: dids("s.0004.root") }),
  del("/dids/raw/shut/dids", { dids: dids("s.0004.root") }),
  get("/dids/raw/shut"),
  get("/dids/raw/shut?dynamic_depth=FILE"),
  post("/dids/bulkmeta", { dids: dids("shut") }),
  del("/dids/raw/grown/dids", { dids: dids("g.0003.root") }),
  get("/dids/raw/grown?dynamic_depth=FILE"),
  put("/dids/raw/shut/status", { open: true }),
  get("/dids/raw/shut"),
  post("/dids/raw/ds1/meta", { meta: { project: "calo", run_number: 5, version: "v1" } }),
  get("/dids/raw/ds1/meta"),
  post("/dids/raw/ds1/meta", { meta: { tag: "x" } }),
  post("/dids/raw/nothing/meta", { meta: { project: "x" } }),
  post("/dids/raw/box/meta", { meta: { project: "calo", campaign: "sP26a", prod_step: "fit", version: "1.0.0" } }),
  get("/dids/raw/box/meta"),
  get("/dids/raw/box/meta?plugin=DID_COLUMN"),
  get("/dids/raw/box/meta?plugin=NONE"),
  get("/dids/raw/box/meta?plugin=JSON"),
  get("/dids/raw/box/meta?plugin=ALL"),
  post("/dids/raw/box/meta", { meta: { project: "other", shrek_ledger: "x" } }),
  post("/dids/raw/box/meta", { meta: { events: 4 } }),
  get("/dids/raw/box/meta"),
  post("/replicas/list", { dids: dids("nothing"), all_states: true }),
  post("/rules/", { dids: dids("ds2"), account: "root", copies: 1, rse_expression: "FAR_DISK" }),
  post("/replicas/list", { dids: dids("ds2"), all_states: true }),
  post("/replicas/list", { dids: dids("ds2"), all_states: true, ignore_availability: true }),
  post("/dids/raw/far", { type: "DATASET" }),
  post("/dids/raw/far/dids", { dids: filesNamed("far", 2), rse: "FAR_DISK" }),
  post("/replicas/list", { dids: dids("far"), all_states: true }),
  post("/replicas/list", { dids: dids("far"), all_states: true, ignore_availability: true }),
  get("/replicas/raw/far/datasets?deep=True"),
  post("/dids/raw/outer/dids", { dids: dids("box") }),
];

/** Who may do what by Rucio's generic policy. */
const permitting: readonly ComparedCall[] = [
  get("/accounts/whoami", physics),
  post(`/accounts/${top}/scopes/ours`, {}),
  post("/dids/ours/theirs", { type: "CONTAINER" }),
  post("/dids/ours/theirs/meta", { meta: { project: "x" } }, physics),
  post("/dids/ours/own", { type: "CONTAINER" }, physics),
  post("/dids/ours/theirs/dids", { dids: dids("ds1") }, physics),
  get("/accounts/physics", physics),
  get("/accounts/none", physics),
  get("/dids/raw/ds1", physics),
  post("/dids/raw/own", { type: "DATASET" }, physics),
  post("/dids/other/own", { type: "DATASET" }, physics),
  post("/replicas", { rse: "NEAR_TAPE", files: filesNamed("c", 1) }, physics),
  post("/dids/raw/own/dids", { dids: filesNamed("a", 1) }, physics),
  put("/dids/raw/own/status", { open: false }, physics),
  post("/dids/raw/own/meta", { meta: { project: "x" } }, physics),
  post("/rules/", { dids: dids("own"), account: "physics", copies: 1, rse_expression: "NEAR_DISK" }, physics),
  post("/accounts/physics/limits/local/NEAR_DISK", { bytes: 1e12 }),
  post(
    "/rules/",
    { dids: dids("own"), account: "physics", copies: 1, rse_expression: "NEAR_DISK", lifetime: 1000 },
    physics,
  ),
  post("/rules/", { dids: dids("own"), account: "root", copies: 1, rse_expression: "NEAR_DISK" }, physics),
  put("/rules/{rule of own}", { options: { lifetime: 50 } }, physics),
  del("/rules/{rule of own}", {}, physics),
  post("/accounts/more", { type: "USER", email: "a@b.c" }, physics),
  post("/accounts/physics/scopes/more", {}, physics),
  post("/rses/MORE", { rse_type: "DISK" }, physics),
  post("/replicas/bad/dids", { dids: dids("a.0000.root"), rse: "NEAR_DISK", reason: "lost" }, physics),
  del("/rules/{rule of own}", {}),
  get("/rules/{rule of own}"),
];

/** The account becomes one that administers, and is none any more. */
const administering: readonly ComparedCall[] = [
  get("/accounts/physics/attr/"),
  get("/accounts/none/attr/"),
  post("/accounts/physics/attr/admin", { value: "true" }, physics),
  post("/accounts/none/attr/admin", { value: "true" }),
  post("/accounts/physics/attr/admin", {}),
  // Any value gives the right.
  post("/accounts/physics/attr/admin", { value: "no" }),
  post("/accounts/physics/attr/admin", { value: "no" }),
  get("/accounts/physics/attr/", physics),
  put("/rules/{rule of own}", { options: { lifetime: 5_000_000 } }, physics),
  get("/rules/{rule of own}", physics),
  put("/rules/{rule of shut}", { options: { lifetime: 6_000_000 } }, physics),
  del("/rules/{rule of shut}", {}, physics),
  get("/rules/{rule of shut}", physics),
  post("/rules/", { dids: dids("ds1"), account: "root", copies: 1, rse_expression: "NEAR_DISK" }, physics),
  post("/dids/ours/more", { type: "CONTAINER" }, physics),
  post("/dids/ours/theirs/meta", { meta: { project: "x" } }, physics),
  post("/dids/ours/theirs/dids", { dids: dids("ds1") }, physics),
  put("/dids/raw/own/status", { open: true }, physics),
  post("/replicas", { rse: "NEAR_TAPE", files: filesNamed("c", 1) }, physics),
  post("/replicas/bad/dids", { dids: dids("a.0000.root"), rse: "NEAR_DISK", reason: "lost" }, physics),
  post("/accounts/more", { type: "USER", email: "a@b.c" }, physics),
  post("/accounts/physics/scopes/more", {}, physics),
  post("/accounts/physics/limits/local/NEAR_TAPE", { bytes: 1e12 }, physics),
  post("/rses/MORE", { rse_type: "DISK" }, physics),
  del("/accounts/physics/attr/admin", undefined, physics),
  del("/accounts/physics/attr/admin", undefined),
  put("/rules/{rule of own}", { options: { lifetime: 50 } }, physics),
  del("/rules/{rule of own}", {}, physics),
  put("/dids/raw/own/status", { open: false }, physics),
  put("/dids/raw/own/status", { open: true }, physics),
];

export const comparedCalls: readonly ComparedCall[] = [
  ...filling,
  ...looking,
  ...changing,
  ...permitting,
  ...administering,
];

/** Keys of any name, where the database has JSON. The data are those of the client's answers. */
export const keyedCalls: readonly ComparedCall[] = [
  get("/dids/mc/release/meta"),
  get("/dids/mc/release/meta?plugin=JSON"),
  get("/dids/mc/release/meta?plugin=ALL"),
  post("/dids/mc/release/meta", { meta: { shrek_submission: "sP26a-x@1.0.0", shrek_events: 10, campaign: "sP26a-x" } }),
  post("/dids/mc/release/meta", { meta: { shrek_events: 20 } }),
  post("/dids/mc/release/meta", { meta: { version: "v".repeat(50), prod_step: "s".repeat(50) } }),
  post("/dids/mc/release/meta", { meta: { "shrek.events": 20 } }),
  get("/dids/mc/release/meta?plugin=JSON"),
  get("/dids/mc/release/meta"),
  get("/dids/mc/none/meta?plugin=JSON"),
  get("/dids/mc/none/meta?plugin=ALL"),
  post("/dids/mc/none/meta", { meta: { shrek_events: 20 } }),
  post("/dids/bulkmeta", { dids: [{ scope: "mc", name: "release" }] }),
];
