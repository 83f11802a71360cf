import type { ComparedCall } from "./call-forms.ts";

/** A Rucio, real or ours, with the daemon that counts. */
type OneRucio = { readonly url: string; readonly password: string; count(): Promise<void> | void };

type Said = { readonly status: number; readonly form: string; readonly rows: readonly unknown[] };

/** Both are asked the same, one after the other. Gives what they answer differently, and how many calls there were. */
export const compareRucios = async (
  real: OneRucio,
  ours: OneRucio,
  calls: readonly ComparedCall[],
): Promise<{ readonly asked: number; readonly differences: readonly string[] }> => {
  const [first, second] = [openAsker(real), openAsker(ours)];
  const differences: string[] = [];
  for (const call of calls) {
    const [a, b] = [await first(call), await second(call)];
    const [wanted, given] = [JSON.stringify(a), JSON.stringify(b)];
    if (wanted !== given)
      differences.push(
        `${call.as ?? "root"} ${call.method} ${call.path} ${JSON.stringify(call.body ?? "").slice(0, 120)}\n  real ${wanted}\n  ours ${given}`,
      );
  }
  return { asked: calls.length, differences };
};

const openAsker = ({ url, password, count }: OneRucio): ((call: ComparedCall) => Promise<Said>) => {
  const tokens = new Map<string, string>([["stranger", "nonsense"]]);
  const logIn = async (account: string): Promise<string> => {
    const [user, word] = account === "root" ? ["root", password] : ["phys", "phys-word"];
    const headers = { "X-Rucio-Account": account, "X-Rucio-Username": user, "X-Rucio-Password": word };
    const answer = await fetch(`${url}/auth/userpass`, { headers });
    return answer.headers.get("x-rucio-auth-token") ?? `no token: ${answer.status}`;
  };
  const tokenOf = async (who: string): Promise<string> => {
    const known = tokens.get(who) ?? (await logIn(who));
    tokens.set(who, known);
    return known;
  };
  const ask = async ({ as = "root", method, path, body, accept, headers }: ComparedCall): Promise<Said> => {
    const login = as === "nobody" ? {} : { "X-Rucio-Auth-Token": await tokenOf(as) };
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { ...login, ...headers, Accept: accept ?? "*/*" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const form = answer.headers.get("content-type") ?? "";
    return { status: answer.status, form, rows: rowsIn(form, await answer.text()) };
  };
  return async (call) => {
    if (call.path === "count") {
      await count();
      return { status: 0, form: "", rows: [] };
    }
    const [, of] = /\{rule of (\w+)\}/.exec(call.path) ?? [];
    if (of === undefined) return ask(call);
    const rules = await fetch(`${url}/dids/raw/${of}/rules`, {
      headers: { "X-Rucio-Auth-Token": await tokenOf("root") },
    });
    const [, id = "none"] = /"id": "(\w+)"/.exec(await rules.text()) ?? [];
    return ask({ ...call, path: call.path.replace(/\{[^}]*\}/, id) });
  };
};

const rowsIn = (form: string, text: string): readonly unknown[] => {
  if (form.startsWith("text/html"))
    return [text.startsWith("[") ? `${(JSON.parse(text) as unknown[]).length} ids` : text];
  const lines = form.startsWith("application/x-json-stream") ? text.split("\n").filter((line) => line !== "") : [text];
  return lines
    .filter((line) => line !== "")
    .map((line) => comparable(JSON.parse(line)))
    .map((row) => [JSON.stringify(row), row] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row);
};

/** Each server has its own: what is compared is that there is one, and of a time to come how far it is, by ten minutes. */
const own = /^[0-9a-f]{32}$/;
const times = /^\w{3}, \d\d \w{3} \d{4} [\d:]{8} UTC$|^\d{4}-\d\d-\d\dT[\d:]{8}$/;
/** What SHREK never reads: addresses of files, where the real one hashes names. */
const unread = new Set(["pfns", "rses"]);

const tensOfMinutes = (time: string): number => {
  const at = Date.parse(time.includes("T") ? `${time}Z` : time);
  return Math.max(0, Math.round((at - Date.now()) / 600_000));
};

const comparable = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((one) => comparable(one));
  if (typeof value === "string") return times.test(value) ? `<time ${tensOfMinutes(value)}>` : value;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key]) => !unread.has(key))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]): readonly [string, unknown] => {
      if (/^(id|rse_id)$/.test(key) && typeof one === "string" && own.test(one)) return [key, "<id>"];
      // Its own database's words, and its schema's, are longer than the reason.
      if (key === "ExceptionMessage" && typeof one === "string") return [key, reasonIn(one)];
      return [key, comparable(one)];
    });
  return Object.fromEntries(entries);
};

const reasonIn = (message: string): string =>
  /UNIQUE constraint|UniqueViolation|Problem validating|Cannot validate|IntegrityError|already there|File replica already/.test(
    message,
  )
    ? "<long>"
    : message;
