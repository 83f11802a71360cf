import { logLink } from "../../core/outcomes/failed-job.ts";
import { Failure, Outage } from "../../core/problems/failure.ts";
import { parseJson } from "../../core/text/parse-json.ts";
import type { LogEnd, ReadJobLog } from "../../ports/panda-watch.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { linkFault, serverText, tryLater } from "./wire.ts";

/** What is kept of a log, in bytes, from its end: one may have gigabytes. */
const maxLogBytes = 1_000_000;

/**
 * From the monitor, as people read it, and without a login, since it wants none for this (PANDA P54). It fetches the
 * archive first, which takes it long. Its one redirect, to its own files, is followed by their path.
 */
export const monitorLog =
  (limits: Pick<Limits, "request"> = defaultLimits): ReadJobLog =>
  async (monitor, job, file) => {
    const address = logLink(monitor, job, file);
    const browse = `Open ${logLink(monitor, job)} in a browser.`;
    const place = await answeredBy(address, limits.request, async (response) => {
      const location = response.headers.get("location");
      if (response.status >= 300 && response.status < 400 && location !== null)
        return placeOf(new URL(location, address), address, file, browse);
      throw notGiven(response.status, await startOf(response), { job, file, browse });
    });
    return answeredBy(place, limits.request, async (response) => {
      // An empty file has no last part.
      if (response.status === 416) return { text: "", isCut: false };
      const isPage = /^text\/html\b/i.test(response.headers.get("content-type") ?? "");
      if ((response.status !== 200 && response.status !== 206) || isPage)
        throw notGiven(response.status, isPage ? "" : await startOf(response), { job, file, browse });
      return endOf(response);
    });
  };

const answeredBy = async <T>(
  address: string,
  timeout: number,
  read: (response: Response) => Promise<T>,
): Promise<T> => {
  try {
    const response = await fetch(address, {
      redirect: "manual",
      signal: AbortSignal.timeout(timeout),
      headers: { Accept: "*/*", Range: `bytes=-${maxLogBytes}` },
    });
    return await read(response);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Outage(`The monitor did not give the log: ${linkFault(error)}.`, tryLater);
  }
};

/** The monitor writes https whatever it is asked by, so only the path counts, and only at its own host. */
const placeOf = (to: URL, address: string, file: string, wayOut: string): string => {
  const own = new URL(address);
  if (to.hostname !== own.hostname)
    throw new Failure(`The monitor leads to ${serverText(to.host)} for this log, where SHREK does not go.`, { wayOut });
  if (to.pathname.split("/").at(-1) !== encodeURIComponent(file))
    throw new Failure("The monitor wants a login for this log.", { wayOut });
  return new URL(to.pathname, own).href;
};

const notGiven = (
  status: number,
  text: string,
  { job, file, browse }: { readonly job: number; readonly file: string; readonly browse: string },
): Failure => {
  if (status >= 500 || status === 429)
    return new Outage(`The monitor is in trouble: it failed to give the log (HTTP ${status}).`, tryLater);
  if (status === 401 || status === 403)
    return new Failure("The monitor wants a login for this log.", { wayOut: browse });
  const value = parseJson(text);
  const message =
    typeof value === "object" && value !== null && "error" in value ? serverText(String(value.error)) : "";
  if (message.startsWith("No such log file"))
    return new Failure(`The log of job ${job} has no ${file}.`, {
      wayOut: `Name another one by --file, as pilotlog.txt. ${browse}`,
    });
  return new Failure(`The monitor has no log of job ${job}${message === "" ? ` (HTTP ${status})` : `: ${message}`}`, {
    wayOut: `Its site may have deleted it, or it never came. ${browse}`,
  });
};

const startOf = async (response: Response): Promise<string> => {
  let text = "";
  const decoder = new TextDecoder();
  for await (const part of response.body ?? []) {
    text += decoder.decode(part as Uint8Array, { stream: true });
    if (text.length > 10_000) break;
  }
  return text;
};

/** A server that knows no parts sends all of it: only the end is held. */
const endOf = async (response: Response): Promise<LogEnd> => {
  let [parts, held, all]: [Uint8Array[], number, number] = [[], 0, 0];
  for await (const part of response.body ?? []) {
    const bytes = part as Uint8Array; // as fetch gives them
    parts.push(bytes);
    held += bytes.length;
    all += bytes.length;
    while (parts[0] !== undefined && held - parts[0].length >= maxLogBytes) held -= parts.shift()?.length ?? 0;
  }
  const end = Buffer.concat(parts).subarray(-maxLogBytes);
  const isCut = all > maxLogBytes || / 0-|^$/.exec(response.headers.get("content-range") ?? "") === null;
  const text = end.toString("utf8");
  return { text: isCut ? text.slice(text.indexOf("\n") + 1) : text, isCut };
};
