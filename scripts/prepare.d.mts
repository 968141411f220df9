export declare function isInstalled(options: { development: boolean }): boolean;
