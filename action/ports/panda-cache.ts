import type { UploadedArchive } from "../core/submission/panda-answer.ts";

/** Where PanDA keeps archives for its parser and its jobs. An archive alone starts nothing. */
export interface PandaCache {
  /** Uploads the archive, if PanDA lacks it. Only under an intent. Throws Failure: not now, and nothing was sent to iDDS. */
  hold(archive: Uint8Array): Promise<UploadedArchive>;
}
