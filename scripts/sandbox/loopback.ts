import { once } from "node:events";
import type { Server } from "node:http";

/** Lets it listen on this machine alone, for 0 at a free port. Gives its address. */
export const onLoopback = async (server: Server, port = 0): Promise<string> => {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : port}`;
};

/** Whoever is connected is cut off. */
export const closeServer = async (server: Server): Promise<void> => {
  server.closeAllConnections();
  if (server.listening) await new Promise((closed) => server.close(closed));
};
