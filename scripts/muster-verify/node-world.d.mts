import type { Pack, World } from "./pack.mjs";

export declare const nodeWorld: World;
export declare function packOfBytes(bytes: Uint8Array): Pack;
export declare function packOfFile(path: string): Promise<Pack & { close(): Promise<void> }>;
