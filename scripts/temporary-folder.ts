import { type DisposableTempDir, mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder whose name begins so; it goes with the scope that holds it by `using`. */
export const temporaryFolder = (name: string): DisposableTempDir => mkdtempDisposableSync(join(tmpdir(), name));
