export declare const builtFolders: readonly string[];
export declare const unbuilt: readonly string[];
export declare function sourcesOf(root: string): string[];
export declare function isBuilt(root?: string): boolean;
export declare function buildOnce(root: string, build: () => Promise<void>): Promise<void>;
