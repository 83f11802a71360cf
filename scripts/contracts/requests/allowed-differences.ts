import type { Difference } from "./difference.ts";
import type { PackedFile } from "./packed-files.ts";

/** Where our request may differ from pchain's, and how. Everything that is not here is a fault of our client. */
export type AllowedDifference = {
  readonly name: string;
  readonly reason: string;
  readonly at: RegExp;
  allows(difference: Difference): boolean;
};

const archiveName = /^jobO\.[0-9a-f-]{36}\.tar\.gz$/;
const put = "POST /server/panda/put_workflow_request";
const container = "params\\.taskParams\\.container";

export const allowedDifferences: readonly AllowedDifference[] = [
  {
    name: "headers of the transport",
    reason: "they belong to the HTTP library, or follow from the body",
    at: / headers\.(user-agent|accept-encoding|accept-language|sec-fetch-mode|connection|content-length)$/,
    allows: () => true,
  },
  {
    name: "osInfo",
    reason: "carries the mark by which a task is known to be ours; pchain tells the machine's name there",
    at: new RegExp(`^(check|submit): ${put} ${container}\\.osInfo$`),
    allows: ({ ours, theirs }) => /^shrek-/.test(String(ours)) && /^Linux-/.test(String(theirs)),
  },
  {
    name: "name of the archive",
    reason: "random for both; ours is not used again for other bytes of equal size and CRC32",
    at: /( form\.file\.filename| params\.sandbox)$/,
    allows: ({ ours, theirs }) => archiveName.test(String(ours)) && archiveName.test(String(theirs)),
  },
  {
    name: "size and checksum of the archive",
    reason: "ours has equal bytes for equal files: sorted, no owner, no time",
    at: /validate_cache_file body\.(file_size|checksum)$/,
    allows: ({ ours, theirs }) => Number.isInteger(ours) && Number.isInteger(theirs),
  },
  {
    name: "archive of the jobs",
    reason:
      "pchain packs the folder once more for the jobs, and not at all for a check; ours is one for both, because a check may run for real",
    at: new RegExp(`^(check|submit): ${put} ${container}\\.jobParameters\\.3\\.value$`),
    allows: ({ at, ours, theirs }) =>
      archiveName.test(String(ours).slice("-a ".length)) &&
      (at.startsWith("check") ? theirs === "-a None" : archiveName.test(String(theirs).slice("-a ".length))),
  },
  {
    name: "--check in cliParams",
    reason: "check and submit send the same parameters, because a check may run for real",
    at: new RegExp(`^check: ${put} ${container}\\.cliParams$`),
    allows: ({ ours, theirs }) => `${String(ours)} --check` === theirs,
  },
  {
    name: "uploads",
    reason: "ours happen once, before the check, and are read back because PanDA compares size and CRC32 only",
    at: /: calls of (GET \/cache\/<archive>|POST \/api\/v1\/file_server\/(validate|upload)_cache_file)$/,
    allows: ({ at, ours, theirs }) =>
      at.startsWith("check")
        ? ours === 1 && theirs === undefined
        : ours === undefined && [1, 2].includes(Number(theirs)),
  },
  {
    name: "plan.json and README.md",
    reason: "are for people; no job and no parser reads them",
    at: /^(parser|jobs)'s? archive: (plan\.json|README\.md)$/,
    allows: ({ ours }) => ours === undefined,
  },
  {
    name: "files of 1 MiB in the parser's archive",
    reason: "pchain leaves out what fills its last KiB; our one archive is also the jobs'",
    at: /^parser's archive: /,
    allows: ({ ours, theirs }) => theirs === undefined && sizeOf(ours) > 1023 * 1024,
  },
  {
    name: "objects, root files and hidden files in the jobs' archive",
    reason: "prun takes them for leftovers of a working folder; here the request names each file that the jobs get",
    at: /^jobs' archive: .*(\.(o|a|so|root)|\/\.[a-zA-Z][^/]*)$/,
    allows: ({ theirs }) => theirs === undefined,
  },
  {
    name: "pchain's own archive in itself",
    reason: "it writes the archive into a folder below the one it packs, and sometimes meets it there",
    at: /^parser's archive: [0-9a-f-]{36}\/jobO\.[0-9a-f-]{36}\.tar\.gz$/,
    allows: ({ ours }) => ours === undefined,
  },
];

const sizeOf = (file: unknown): number => (file as PackedFile | undefined)?.size ?? 0; // the archives hold nothing else
