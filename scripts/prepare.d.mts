export declare function isInstalled(options: { development: boolean }): boolean;
export declare function isBuilt(): boolean;
