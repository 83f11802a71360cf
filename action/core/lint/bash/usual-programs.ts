import { modest } from "./script.ts";

/** What payloads call every day, apart from the harmless programs. */
const daily = `root root.exe rootcp rootls rootmerge hadd make cmake python3 perl curl wget psql sqlite3 source bash
   gfal-ls xrdfs rucio ldd ldconfig lsb_release hash pwd kinit klist`;

/** Programs whose names are near to a daily one. */
const alike = `ar arch as at bash col dash dir diff3 echotc ed ex fd file2 find2perl fmt gawk gcat gcut gdate ghead gls
   gsed gsort gtar gtail hd ip lcp less link look lz4 lzcat lzma mail man mawk more mount nawk nc nm node pager pax
   perf pg pgrep pigz ping pip pip3 pkill pr pstree ptar python python2 rcp rename rg rgrep rsh rup scp sdiff see
   sftp sha224sum sha384sum sha512sum skill slogin snice spell sqlite ss ssh star stty su sum tac tailf tar tcsh
   timer tput tree tsort unlz4 unxz unzstd vi view vim w watch wget2 who xcp xxd xzcat yq zcmp zdiff zgrep zless
   zmore ztar zstdcat bzcat bzip lbzip2 pbzip2 unpigz`;

const splitWords = (text: string): readonly string[] => text.split(/\s+/);
const usual: readonly string[] = [...modest, ...splitWords(daily)].filter((name) => /^[a-z]/.test(name));
const known: ReadonlySet<string> = new Set([...modest, ...splitWords(daily), ...splitWords(alike)]);

/** Machines have a program of that name. */
export const isKnownProgram = (name: string): boolean => known.has(name);

/** The daily program that a misspelt name means; `undefined`: it is one, or none is near enough. */
export const meantProgram = (name: string): string | undefined =>
  known.has(name) || name.length > maxProgramLength ? undefined : usual.find((meant) => isSlipOf(name, meant));
const maxProgramLength = Math.max(...usual.map(({ length }) => length)) + 1;

/**
 * One key too many, too few, wrong, or two in the wrong order: what a hand does. Not at the beginning, nor after the
 * end, where programs have names of their own (`gsort`, `sorts`), and not in names of three letters but for their
 * order.
 */
const isSlipOf = (name: string, meant: string): boolean => {
  if (Math.abs(name.length - meant.length) > 1) return false;
  if (name.toLowerCase() === meant.toLowerCase()) return true;
  const at = [...meant].findIndex((letter, index) => letter !== name[index]);
  if (at === -1) return false;
  const [before, rest] = [meant.slice(0, at), meant.slice(at)];
  const long = meant.length > 3;
  if (meant.length > 2 && name === `${before}${rest[1] ?? ""}${rest[0]}${rest.slice(2)}`) return true;
  if (name === `${before}${rest.slice(1)}`) return long && (at > 0 || meant.length > 5);
  if (at === 0) return false;
  if (name === `${before}${name[at]}${rest}`) return long || name[at] === name[at - 1];
  return meant.length > 4 && rest.length > 1 && name === `${before}${name[at]}${rest.slice(1)}`;
};
