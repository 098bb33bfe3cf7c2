// 大纲: how a report was read.
import * as vscode from 'vscode';
import type { Pages } from '../pages';
import { commandOptions } from '../settings';
import type { Tool } from '../tool';
import { choose } from './target';

export async function outline(tool: Tool, pages: Pages, uri: vscode.Uri | undefined): Promise<void> {
    const target = await choose(uri, tool.say('pickReport'));
    if (target === null) return;
    const ran = await tool.run(['outline', '--color=never', ...commandOptions('outline', tool.settings()), ...target.args], {
        beside: target.uri,
        stdin: target.stdin,
    });
    if (ran === null) return;
    if (ran.code === 0) await pages.showPlain(`${target.name} ${tool.say('outline')}`, ran.stdout);
    else void vscode.window.showErrorMessage(tool.say('failed', ran.stderr.trim()));
}
