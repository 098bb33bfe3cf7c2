// The settings of the extension, as the server and the command line understand them. Knows nothing of VS Code.

/** What is `null` comes from `fazhi.yaml` or is recognised in the text. */
export interface Settings {
    lang: 'zh' | 'en' | null;
    packs: string[] | null;
    profile: 'draft' | 'submit' | 'publish' | null;
    level: string | null;
    province: string | null;
    year: number | null;
    show: 'error' | 'warning' | 'info' | null;
}

/** Reads the settings through `get`, which answers the value under a key such as `lang`. Values of the wrong kind count as not set. */
export function readSettings(get: (key: string) => unknown): Settings {
    const word = <T extends string>(key: string, allowed?: readonly T[]): T | null => {
        const value = get(key);
        if (typeof value !== 'string') return null;
        const trimmed = value.trim();
        if (trimmed === '' || trimmed === 'auto') return null;
        return allowed === undefined || (allowed as readonly string[]).includes(trimmed) ? (trimmed as T) : null;
    };
    const packs = get('packs');
    const names = Array.isArray(packs)
        ? packs.filter((name): name is string => typeof name === 'string' && name.trim() !== '').map((name) => name.trim())
        : [];
    const year = get('year');
    return {
        lang: word('lang', ['zh', 'en'] as const),
        packs: names.length > 0 ? names : null,
        profile: word('profile', ['draft', 'submit', 'publish'] as const),
        level: word('level'),
        province: word('province'),
        year: typeof year === 'number' && Number.isInteger(year) ? year : null,
        show: word('show', ['error', 'warning', 'info'] as const),
    };
}

/** The options of `fazhi <command>` that say the same. Not every command knows all of them. */
export function commandOptions(command: 'check' | 'outline' | 'explain' | 'rules', settings: Settings): string[] {
    const options: string[] = [];
    const add = (name: string, value: string | number | null): void => {
        // One word, so that a value that begins with a dash is no option.
        if (value !== null) options.push(`--${name}=${value}`);
    };
    add('lang', settings.lang);
    for (const pack of settings.packs ?? []) add('pack', pack);
    if (command === 'check' || command === 'outline') {
        add('level', settings.level);
        add('province', settings.province);
        add('year', settings.year);
    }
    if (command === 'check') {
        add('profile', settings.profile);
        add('show', settings.show);
    }
    return options;
}
