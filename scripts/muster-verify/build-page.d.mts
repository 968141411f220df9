export declare function verifierPage(): { text: string; policy: string };
