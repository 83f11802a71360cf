import { execFileSync } from "node:child_process";
import { manyProductions, roomyConventions } from "../contracts/costs/write-many.ts";
import { gitIn } from "../demo/scene.ts";

/** So many merges that no pass has read come to the main that this clone pushes to: one commit each, and each brings a production. */
export const pushMerges = async (clone: string, count: number): Promise<void> => {
  const [rules, files] = [
    Object.entries(roomyConventions()),
    Map.groupBy(Object.entries(manyProductions(count)), toyOf),
  ];
  const commits = Array.from({ length: count }, (_, n) => {
    const own = [...(n === 0 ? rules : []), ...(files.get(`toy${n}`) ?? [])];
    const parts = own.map(([path, text]) => `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`);
    const what = `Bring ${n}`;
    const from = n === 0 ? "from refs/remotes/origin/main^0\n" : "";
    return `commit refs/heads/main\ncommitter Ada <ada@example.org> ${1_800_000_000 + n} +0000\ndata ${what.length}\n${what}\n${from}${parts.join("")}`;
  });
  execFileSync("git", ["-C", clone, "fast-import", "--quiet", "--force"], { input: commits.join("") });
  await gitIn(clone, "push", "--quiet", "origin", "main");
};

const toyOf = ([path]: readonly [string, string]): string => path.split("/")[1] ?? "";
