/** The strings and names within `macro.C(10,"out.root")`. */
export const tokensOf = (text: string): readonly string[] => text.split(/[\s"'(),;=]+/);

/** The name of a file without its folders. */
export const baseOf = (file: string): string => file.split("/").at(-1) ?? file;

/** What is known of programs: enough to decide which may read any variable or make any file. */
export const isRoot = (name: string | undefined): boolean => /^root(?:\.exe|\.bin)?$/.test(name ?? "");
export const isShell = (name: string | undefined): boolean => /^(?:ba|da|k|z)?sh$/.test(baseOf(name ?? ""));
export const isSource = (name: string | undefined): boolean => name === "source" || name === ".";
export const isPython = (name: string | undefined): boolean => /^python[0-9.]*$/.test(name ?? "");

export const modest: ReadonlySet<string> = new Set(
  `: [ alias awk basename bc bg break builtin bzip2 cat cd chmod cmp comm continue cp cut date declare df diff dirname
   disown dmesg du echo egrep env eval exec exit export expr false fg fgrep file find free gawk getopts grep gunzip
   gzip hadd hash head hostname id jobs join kill lcg-cp let ln local ls lscpu mapfile md5sum mkdir mktemp module mv
   nl nproc od paste popd printenv printf ps pushd pwd read readarray readlink readonly realpath return rm rmdir
   rsync scp sed seq set sha1sum sha256sum shift shopt shuf sleep sort split stat sync tac tail tar tee test time
   timeout times touch tr trap true truncate type typeset ulimit umask uname uniq unset unzip uptime wait wc which
   whoami xrdcp xrdfs rootls rootprint gfal-ls strings hexdump xz yes zcat zip zstd gfal-copy nice nohup stdbuf command`.split(
    /\s+/,
  ),
);

/** Reads no variable and makes no file but those its words name. */
export const isModest = (name: string): boolean => modest.has(name) || isRoot(name) || isPython(name);

/** Whether an option of its may be a seed: a program of its author's, or one that runs such. */
export const takesSeeds = (name: string): boolean => isRoot(name) || isPython(name) || !isModest(name);

/** Whose failure must not be lost. */
export const doesWork = (name: string | undefined): boolean =>
  isRoot(name) || isPython(name) || name === "hadd" || name === "make";

/** A script that ends with one of these says nothing about the work before it. */
export const alwaysGood = new Set([
  "cp",
  "mv",
  "rm",
  "rsync",
  "scp",
  "echo",
  "printf",
  "ls",
  "date",
  "cat",
  "true",
  ":",
]);
