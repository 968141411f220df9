export interface Pack {
  size: number;
  read(offset: number, length: number): Promise<Uint8Array>;
}
export interface World {
  sha256(bytes: Uint8Array): string | Promise<string>;
  verify(publicKey: string, message: Uint8Array, signature: string): boolean | Promise<boolean>;
  onRow?(row: number): void;
}
export interface Check {
  name: string;
  ok: boolean;
  /** True for what nobody gave the means to check. */
  open?: boolean;
  detail: string;
}
export declare function verifyPack(
  pack: Pack,
  options: {
    trustedKeys?: readonly string[];
    checkpoints?: readonly { label: string; bytes: Uint8Array }[];
  },
  world: World,
): Promise<{ ok: boolean; manifest: unknown; checks: Check[] }>;
