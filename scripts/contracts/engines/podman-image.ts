import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { ensureProgram } from "./debian.ts";

/** An image that podman has, by digest, and the settings with which it runs here. */
export type PodmanImage = { readonly image: string; readonly env: Readonly<Record<string, string>> };

const name = "localhost/shrek-essential";

/** Debian's essential packages, from Debian's mirror, as an image of this machine; settings go to `dir`. */
export const ensureImage = async (dir: string, say: (line: string) => void): Promise<PodmanImage> => {
  await ensureProgram("podman", ["podman", "crun", "runc", "uidmap", "fuse-overlayfs"], say);
  const digest = () => execa("podman", ["image", "inspect", "--format", "{{.Digest}}", name], { reject: false });
  let found = await digest();
  if (found.exitCode !== 0) {
    await ensureProgram("mmdebstrap", ["mmdebstrap"], say);
    say("making an image of Debian's essential packages");
    // The suite of this machine, also from a mirror that stands still.
    const { stdout: suite } = await execa("sh", ["-c", '. /etc/os-release && echo "$VERSION_CODENAME"']);
    const options = ["--variant=essential", "--aptopt=Acquire::Check-Valid-Until false", suite];
    const packed = join(dir, "essential.tar");
    await execa("mmdebstrap", [...options, packed]);
    await execa("podman", ["import", packed, name]);
    found = await digest();
  }
  const image = `${name}@${found.stdout}`;
  for (const runtime of ["crun", "runc"]) {
    const settings = join(dir, `${runtime}.conf`);
    writeFileSync(settings, `[engine]\nruntime = "${runtime}"\n`);
    const env = { CONTAINERS_CONF_OVERRIDE: settings, PODMAN_IGNORE_CGROUPSV1_WARNING: "1" };
    const tried = await execa("podman", ["run", "--rm", "--network", "host", image, "true"], { env, reject: false });
    if (tried.exitCode === 0) return { image, env };
    say(`podman does not run with ${runtime}: ${tried.stderr.trim().split("\n").at(-1) ?? ""}`);
  }
  throw new Error("podman runs no container here");
};
