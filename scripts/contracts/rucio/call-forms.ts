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
export const get = (path: string, more: More = {}): ComparedCall => ({ method: "GET", path, ...more });
export const post = (path: string, body: unknown, more: More = {}): ComparedCall => ({
  method: "POST",
  path,
  body,
  ...more,
});
export const put = (path: string, body: unknown, more: More = {}): ComparedCall => ({
  method: "PUT",
  path,
  body,
  ...more,
});
export const del = (path: string, body: unknown, more: More = {}): ComparedCall => ({
  method: "DELETE",
  path,
  body,
  ...more,
});

export const filesNamed = (prefix: string, count: number, from = 0): readonly object[] =>
  Array.from({ length: count }, (_, index) => ({
    scope: "raw",
    name: `${prefix}.${String(from + index).padStart(4, "0")}.root`,
    bytes: 1000,
    adler32: "0cc737eb",
    meta: { guid: (from + index).toString(16).padStart(32, "0"), events: 10 },
  }));

export const dids = (...names: readonly string[]): readonly object[] => names.map((name) => ({ scope: "raw", name }));
/** Rucio's first account. */
export const top = "root";
