// Everything the extension says, in both languages. Knows nothing of VS Code.

export type Lang = 'zh' | 'en';

const table = {
    missing: [
        '找不到 fazhi 程序：PATH 里没有。请先安装 fazhi，或者在设置 fazhi.path 里写上它的完整路径。',
        'The program fazhi was not found on PATH. Install it, or write its full path into the setting fazhi.path.',
    ],
    missingAt: [
        '设置 fazhi.path 写的是“{0}”，那里没有可以运行的程序。请写完整路径；留空则在 PATH 里找 fazhi。',
        'The setting fazhi.path says “{0}”, but there is no program to run. Write a full path, or leave it empty to look for fazhi on PATH.',
    ],
    broken: [
        '{0} 不能运行，或者不是 fazhi。请检查设置 fazhi.path。',
        '{0} cannot be run, or is not fazhi. Please check the setting fazhi.path.',
    ],
    old: [
        '{0} 版本太旧，没有编辑器服务（fazhi lsp）。请更新 fazhi；检查、批注等命令仍可使用。',
        '{0} is too old and has no language server (fazhi lsp). Please update fazhi; commands such as check and annotate still work.',
    ],
    openSetting: ['打开设置', 'Open setting'],
    tryAgain: ['再试一次', 'Try again'],
    notAgain: ['不再提示', "Don't show again"],
    failed: ['fazhi 没有完成：{0}', 'fazhi did not finish: {0}'],
    serverFailed: ['fazhi 服务没有启动：{0}', 'The fazhi server did not start: {0}'],
    restarted: ['fazhi 服务已重启', 'The fazhi server was restarted'],
    checking: ['正在检查 {0}', 'Checking {0}'],
    annotating: ['正在批注 {0}', 'Annotating {0}'],
    checked: ['{0}：{1}　{2}', '{0}: {1}. {2}'],
    counts: ['错误 {0} · 警告 {1} · 提示 {2}', '{0} errors, {1} warnings, {2} hints'],
    ready: ['可报送', 'ready to submit'],
    revise: ['建议修改后报送', 'revise, then submit'],
    return: ['应退回修改', 'to be returned'],
    not_this_genre: ['未按年度报告检查', 'not checked as an annual report'],
    folder: ['{0}：检查 {1} 份', '{0}: {1} files checked'],
    share: ['{0} {1} 份', '{1} {0}'],
    unreadable: ['无法读取', 'unreadable'],
    nothing: ['{0}：没有可检查的文件', '{0}: no files to check'],
    nothingToFix: ['没有可以放心改正的问题', 'There is nothing that can be fixed safely'],
    fixed: ['已改正 {0} 处', '{0} fixed'],
    reports: ['已检查 {0} 份报告', '{0} reports checked'],
    page: ['第{0}页', 'page {0}, '],
    paragraph: ['第{0}段', 'paragraph {0}'],
    cell: ['（表{0}第{1}行第{2}列）', ' (table {0}, row {1}, column {2})'],
    at: ['{0}：', '{0}: '],
    // As the server says it.
    advice: ['建议：{0}', 'help: {0}'],
    alsoHere: ['此处相关', 'see here'],
    details: ['详细结果', 'Details'],
    annotate: ['批注 Word 副本', 'Annotate a Word copy'],
    copyName: ['{0}（批注）.docx', '{0} (annotated).docx'],
    saveCopy: ['保存批注副本', 'Save annotated copy'],
    pickWord: ['选择要批注的 Word 文件', 'Choose the Word file to annotate'],
    pickReport: ['选择报告', 'Choose a report'],
    annotated: ['已写出批注副本 {0}，原文件没有改动', 'Wrote the annotated copy {0}; the original is unchanged'],
    open: ['打开', 'Open'],
    reveal: ['在文件夹中显示', 'Show in folder'],
    pickRule: ['选择规则（可输入编号或名称）', 'Choose a rule (type its id or title)'],
    result: ['检查结果', 'result'],
    outline: ['大纲', 'outline'],
    matrix: ['对照表', 'requirements'],
    tests: ['规则测试', 'rule tests'],
} as const;

export type Word = keyof typeof table;

/** The words under `key`, with `{0}`, `{1}`, … replaced. */
export function say(lang: Lang, key: Word, ...values: (string | number)[]): string {
    const words: string = table[key][lang === 'zh' ? 0 : 1];
    return words.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)] ?? ''));
}

/** The name of a verdict of the JSON contract; an unknown one is shown as it is. */
export function verdictName(lang: Lang, verdict: string): string {
    switch (verdict) {
        case 'ready':
        case 'revise':
        case 'return':
        case 'not_this_genre':
            return say(lang, verdict);
        default:
            return verdict;
    }
}
