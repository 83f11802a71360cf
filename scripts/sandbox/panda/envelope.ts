import type { Json, JsonObject } from "./json.ts";
import { pythonJson, pythonRepr } from "./python-text.ts";

/** What a handler decided; the server turns it into bytes. */
export type Answer = {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Uint8Array;
  readonly retryAfter?: number;
  readonly location?: string;
};

/** `/api/v1`: HTTP 200 for logical errors too (PANDA P3). */
export type Envelope = { readonly success: boolean; readonly message: string; readonly data: Json };

export const succeeded = (data: Json = null, message = ""): Envelope => ({ success: true, message, data });
export const declined = (message: string, data: Json = null): Envelope => ({ success: false, message, data });

export const text = (body: string, status = 200): Answer => ({ status, contentType: "text/plain", body });
export const html = (body: string, status = 200): Answer => ({ status, contentType: "text/html; charset=utf-8", body });
/** Apache's own page. */
export const notFoundPage: Answer = {
  status: 404,
  contentType: "text/html; charset=iso-8859-1",
  body: '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">\n<html><head>\n<title>404 Not Found</title>\n</head><body>\n<h1>Not Found</h1>\n<p>The requested URL was not found on this server.</p>\n</body></html>\n',
};
export const json = (body: JsonObject, status = 200): Answer => ({
  status,
  contentType: "application/json",
  body: JSON.stringify(body),
});

/** JSON only for who asks for it, else a Python repr (PANDA P2). */
export const envelopeAnswer = ({ success, message, data }: Envelope, asJson: boolean): Answer => {
  const value = { success, message, data };
  return text(asJson ? pythonJson(value) : pythonRepr(value));
};

/** `/server/panda`: a bare JSON array. */
export const pair = (success: boolean, value: Json): Answer => text(pythonJson([success, value]));

export const forbidden = (message: string): Answer => text(`ERROR : ${message}`, 403);
