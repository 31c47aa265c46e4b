"""Other words for commands, as people type them in English, German, French and Japanese."""

from __future__ import annotations

from collections.abc import Mapping

UNDO_WORDS = frozenset(
    [
        "undo",
        "redo",
        "oops",
        "revert-command",
        "back",
        "rückgängig",
        "annuler-commande",
        "取り消し",
        "取消し",
        "元に戻す",
    ]
)
"""What people type to take a command back, which no command does."""

WORST_WORDS = frozenset({"urgent", "outage", "kritisch", "notfall", "critique", "urgence", "緊急", "重大"})
"""What people type for the worst severity, where the process has no such word of its own."""

INCIDENT_SYNONYMS: Mapping[str, str] = {
    "declare": "incident new create start-incident open-incident vorfall melden störung"
    " déclarer 宣言 障害 インシデント",
    "drill": "rehearsal rehearse exercise game-day gameday practice practise fire-drill simulate simulation übung"
    " exercice 訓練 演習",
    "sev": "severity priority prio level rank schweregrad stufe priorität gravité"
    " sévérité priorité 重大度 深刻度 優先度",
    "ack": "acknowledge acknowledged acked aknowledge acknowlege acking mine claim looking look on-it onit"
    " im-on-it bestätigen bestätigt gesehen vu reçu accuser 確認 了解 対応 対応中 対応開始",
    "status": "state stage phase zustand état statut ステータス 状態",
    "mitigated": "mitigate mitigating contained contain workaround stable stabilized entschärft eingedämmt atténué"
    " contourné 緩和 軽減 暫定対応",
    "resolve": "resolved fixed fix fixes close closed closing done finished finish end ended solve solved stop over"
    " complete completed recovered healthy all-clear gelöst behoben erledigt fertig schliessen beendet résolu"
    " résoudre fermer terminé fini corrigé 解決 完了 復旧 終了 対応完了",
    "reopen": "reopened open again relapse regressed wiedereröffnen rouvrir réouvrir 再開 再発",
    "duplicate": "dup dupe same duplicate-of merge duplikat doublon 重複",
    "false-alarm": "falsealarm false cancel cancelled canceled mistake noise ignore invalid dismiss drop"
    " not-an-incident nvm nevermind fehlalarm abbrechen abbruch fausse-alerte annuler 誤報 取消 キャンセル 中止",
    "started": "start starts began begin since beginn begonnen seit début commencé 発生 開始",
    "detected": "detect noticed found discovered entdeckt erkannt détecté 検知 検出",
    "time": "when timestamp correct-time zeit heure 時刻",
    "ic": "assign assignee lead leader leads commander incident-commander own captain coordinator manager"
    " driver owner leitung einsatzleitung übernehmen responsable chef assigner 指揮 担当 担当者",
    "comms": "communications communication kommunikation 広報",
    "tech": "tech-lead techlead technical",
    "handoff": "handover hand-over hand-off transfer delegate relieve übergabe übergeben"
    " transférer relève 引き継ぎ 引継",
    "update": "summary report news info progress say comment stand aktualisierung bericht"
    " point maj 更新 進捗 状況 報告",
    "publish": "public publicly statuspage status-page announce announcement communicate customers veröffentlichen"
    " publier annoncer 公開 発表",
    "note": "log timeline remark event write notiz anmerkung remarque noter メモ 記録",
    "link": "connect attach relate related refer reference pr verlinken verknüpfen lier 関連付け",
    "affects": "service services affected component components system systems betroffen"
    " dienst affecte サービス 影響範囲",
    "impact": "customer-impact scope users auswirkung 影響",
    "room": "channel slack teams zoom meet meeting bridge war-room warroom raum salle 会議",
    "page": "call ping alert notify wake summon invite rufen anrufen alarmieren appeler alerter 呼び出し 呼出 連絡",
    "escalate": "escalation escalated eskalieren eskalation escalader エスカレーション エスカレート",
    "snooze": "mute silence quiet pause wait later sleep unsnooze stumm später スヌーズ 一時停止",
    "cadence": "interval every frequency remind reminder update-every intervall fréquence 間隔",
    "rollback": "roll-back revert backout back-out rollbacks reverse zurückrollen zurücksetzen annuler-deploiement"
    " ロールバック",
    "hotfix": "patch branch 修正",
    "freeze": "merge-freeze code-freeze freeze-merges lock block-merges halt einfrieren merge-stopp geler"
    " フリーズ 凍結",
    "unfreeze": "thaw unlock unblock-merges allow-merges freigeben auftauen dégeler フリーズ解除 凍結解除",
    "hide": "omit leave-out exclude ausblenden masquer 非表示",
    "star": "highlight pin keep favorite favourite include hervorheben épingler",
    "action": "todo task followup follow-up action-item actionitem item ticket aufgabe massnahme tâche タスク 課題",
    "reviewed": "discussed besprochen revu レビュー済み",
    "private": "secret sensitive security confidential hidden restricted privat vertraulich confidentiel prive secure"
    " 非公開 機密",
    "postmortem": "post-mortem pm retro retrospective review rca root-cause nachbereitung"
    " bilan 振り返り ポストモーテム",
    "selftest": "doctor check test health diagnose self-test",
    "help": "commands command usage man menu hilfe befehle aide commandes ヘルプ コマンド 助けて",
}
"""Words for the commands on an incident."""

ITEM_SYNONYMS: Mapping[str, str] = {
    "done": "fixed fix close closed resolve resolved finished finish complete completed merged erledigt fertig"
    " fini terminé 完了 終了",
    "drop": "wontfix wont-fix won-t-fix abandon cancel cancelled canceled delete remove obsolete false-alarm"
    " verwerfen abandonner 中止 取消",
    "owner": "assign assignee own ic take lead responsable zuweisen assigner 担当 担当者",
    "due": "deadline date until due-date duedate frist termin échéance 期限",
    "snooze": "mute silence quiet pause wait later sleep postpone delay später plus-tard 延期",
    "help": "commands command usage hilfe aide ヘルプ",
}
"""Words for the commands on an action item."""
