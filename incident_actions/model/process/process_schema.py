"""What Pydantic's core checks of a process. `make docs` writes this file, from the types beside it."""

from __future__ import annotations

import datetime
from typing import Any

from incident_actions.model.incident import phase
from incident_actions.model.process import action_rules
from incident_actions.model.process import business_time
from incident_actions.model.process import communication
from incident_actions.model.process import event_rules
from incident_actions.model.process import freeze_rules
from incident_actions.model.process import game_day_rules
from incident_actions.model.process import issue_types
from incident_actions.model.process import ladder
from incident_actions.model.process import long_incident
from incident_actions.model.process import on_call
from incident_actions.model.process import people
from incident_actions.model.process import postmortem
from incident_actions.model.process import private_rules
from incident_actions.model.process import process
from incident_actions.model.process import reference_material
from incident_actions.model.process import report_rules
from incident_actions.model.process import runbook_rules
from incident_actions.model.process import severity
from incident_actions.model.process import site_rules
from incident_actions.model.process import value_types

WORD: Any = {'type': 'str', 'min_length': 1, 'max_length': 50}
RESPONSE: Any = {'type': 'function-after', 'function': {'type': 'no-info', 'function': severity._response}, 'schema': {'type': 'str'}}
MINUTES_OR_NONE: Any = {'type': 'function-before', 'function': {'type': 'no-info', 'function': value_types._minutes}, 'schema': {'type': 'int', 'ge': 0, 'le': 43200}}
TARGETS: Any = {'type': 'dataclass', 'cls': severity.Targets, 'fields': ['acknowledge', 'assess', 'first_update', 'public_update', 'room', 'roles', 'mitigate', 'watch'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'Targets', 'fields': [
    {'type': 'dataclass-field', 'name': 'acknowledge', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': MINUTES_OR_NONE}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'assess', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': MINUTES_OR_NONE}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'first_update', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': MINUTES_OR_NONE}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'public_update', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': MINUTES_OR_NONE}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'room', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': MINUTES_OR_NONE}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'roles', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': MINUTES_OR_NONE}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'mitigate', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': MINUTES_OR_NONE}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'watch', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': MINUTES_OR_NONE}, 'default': None}},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'Targets'}}
COLOUR: Any = {'type': 'str', 'pattern': '^[0-9a-fA-F]{6}$'}
SEVERITY: Any = {'type': 'dataclass', 'cls': severity.Severity, 'fields': ['label', 'definition', 'examples', 'response', 'respond_within', 'also', 'tell', 'update_every', 'targets', 'fix_labels', 'postmortem', 'colour'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'Severity', 'fields': [
    {'type': 'dataclass-field', 'name': 'label', 'schema': WORD},
    {'type': 'dataclass-field', 'name': 'definition', 'schema': {'type': 'default', 'schema': {'type': 'str'}, 'default': ''}},
    {'type': 'dataclass-field', 'name': 'examples', 'schema': {'type': 'default', 'schema': {'type': 'str'}, 'default': ''}},
    {'type': 'dataclass-field', 'name': 'response', 'schema': {'type': 'default', 'schema': {'type': 'str'}, 'default': ''}},
    {'type': 'dataclass-field', 'name': 'respond_within', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': RESPONSE}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'also', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [WORD], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'tell', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [WORD], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'update_every', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': MINUTES_OR_NONE}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'targets', 'schema': {'type': 'default', 'schema': TARGETS, 'default_factory': severity.Targets, 'default_factory_takes_data': False}},
    {'type': 'dataclass-field', 'name': 'fix_labels', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [WORD], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'postmortem', 'schema': {'type': 'default', 'schema': {'type': 'bool'}, 'default': False}},
    {'type': 'dataclass-field', 'name': 'colour', 'schema': {'type': 'default', 'schema': COLOUR, 'default': 'b60205'}},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'Severity'}}
STATUS: Any = {'type': 'dataclass', 'cls': process.Status, 'fields': ['word', 'phase', 'meaning'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'Status', 'fields': [
    {'type': 'dataclass-field', 'name': 'word', 'schema': WORD},
    {'type': 'dataclass-field', 'name': 'phase', 'schema': {'type': 'literal', 'expected': [phase.Phase.ACTIVE, phase.Phase.MITIGATED, phase.Phase.RESOLVED]}},
    {'type': 'dataclass-field', 'name': 'meaning', 'schema': {'type': 'default', 'schema': {'type': 'str'}, 'default': ''}},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'Status'}}
KEY: Any = {'type': 'str', 'pattern': '^[a-z][a-z0-9-]{0,39}$'}
ROLE: Any = {'type': 'dataclass', 'cls': people.Role, 'fields': ['key', 'name', 'duties', 'required_from', 'with_roles'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'Role', 'fields': [
    {'type': 'dataclass-field', 'name': 'key', 'schema': KEY},
    {'type': 'dataclass-field', 'name': 'name', 'schema': WORD},
    {'type': 'dataclass-field', 'name': 'duties', 'schema': {'type': 'default', 'schema': {'type': 'str'}, 'default': ''}},
    {'type': 'dataclass-field', 'name': 'required_from', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': WORD}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'with_roles', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [KEY], 'variadic_item_index': 0}, 'default': ()}, 'validation_alias': 'with', 'serialization_alias': 'with'},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'Role'}}
MINUTES: Any = {'type': 'function-before', 'function': {'type': 'no-info', 'function': value_types._minutes}, 'schema': {'type': 'int', 'gt': 0, 'le': 43200}}
LONG_INCIDENT_RULES: Any = {'type': 'dataclass', 'cls': long_incident.LongIncidentRules, 'fields': ['after', 'every'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'LongIncidentRules', 'fields': [
    {'type': 'dataclass-field', 'name': 'after', 'schema': {'type': 'default', 'schema': MINUTES, 'default': 120}},
    {'type': 'dataclass-field', 'name': 'every', 'schema': {'type': 'default', 'schema': MINUTES, 'default': 60}},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'LongIncidentRules'}}
LINE: Any = {'type': 'str', 'min_length': 1, 'max_length': 300}
FORM_QUESTION: Any = {'type': 'dataclass', 'cls': severity.FormQuestion, 'fields': ['id', 'label', 'description', 'options'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'FormQuestion', 'fields': [
    {'type': 'dataclass-field', 'name': 'id', 'schema': {'type': 'str', 'pattern': '^[a-z][a-z0-9_]*$'}},
    {'type': 'dataclass-field', 'name': 'label', 'schema': LINE},
    {'type': 'dataclass-field', 'name': 'description', 'schema': {'type': 'default', 'schema': {'type': 'str'}, 'default': ''}},
    {'type': 'dataclass-field', 'name': 'options', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [LINE], 'variadic_item_index': 0}, 'default': ()}},
], 'collect_init_only': True}, 'post_init': True, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'FormQuestion'}}
TRIAGE_RULE: Any = {'type': 'dataclass', 'cls': severity.TriageRule, 'fields': ['when', 'severity'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'TriageRule', 'fields': [
    {'type': 'dataclass-field', 'name': 'when', 'schema': {'type': 'dict', 'keys_schema': {'type': 'str'}, 'values_schema': LINE}},
    {'type': 'dataclass-field', 'name': 'severity', 'schema': WORD},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'TriageRule'}}
TRIAGE: Any = {'type': 'dataclass', 'cls': severity.Triage, 'fields': ['questions', 'rules'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'Triage', 'fields': [
    {'type': 'dataclass-field', 'name': 'questions', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [FORM_QUESTION], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'rules', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [TRIAGE_RULE], 'variadic_item_index': 0}, 'default': ()}},
], 'collect_init_only': True}, 'post_init': True, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'Triage'}}
RUNG: Any = {'type': 'dataclass', 'cls': ladder.Rung, 'fields': ['name', 'when', 'after', 'severities', 'page', 'also'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'Rung', 'fields': [
    {'type': 'dataclass-field', 'name': 'name', 'schema': KEY},
    {'type': 'dataclass-field', 'name': 'when', 'schema': {'type': 'literal', 'expected': ['not acknowledged', 'no progress', 'not mitigated', 'not resolved', 'blocked']}},
    {'type': 'dataclass-field', 'name': 'after', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': MINUTES}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'severities', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [WORD], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'page', 'schema': {'type': 'tuple', 'items_schema': [WORD], 'variadic_item_index': 0, 'min_length': 1}},
    {'type': 'dataclass-field', 'name': 'also', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [LINE], 'variadic_item_index': 0}, 'default': ()}},
], 'collect_init_only': True}, 'post_init': True, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'Rung'}}
LOGIN: Any = {'type': 'function-after', 'function': {'type': 'no-info', 'function': value_types._without_sign}, 'schema': {'type': 'str', 'pattern': '^@?[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9._-]+)?$'}}
CONTACT: Any = {'type': 'dataclass', 'cls': people.Contact, 'fields': ['name', 'people', 'reach'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'Contact', 'fields': [
    {'type': 'dataclass-field', 'name': 'name', 'schema': WORD},
    {'type': 'dataclass-field', 'name': 'people', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [LOGIN], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'reach', 'schema': {'type': 'default', 'schema': {'type': 'str', 'max_length': 300}, 'default': ''}},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'Contact'}}
TAG: Any = {'type': 'function-before', 'function': {'type': 'no-info', 'function': people._tag}, 'schema': KEY}
PERSONAL_ADDRESSES: Any = {'type': 'dataclass', 'cls': people.PersonalAddresses, 'fields': ['name', 'notify'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'PersonalAddresses', 'fields': [
    {'type': 'dataclass-field', 'name': 'name', 'schema': {'type': 'default', 'schema': {'type': 'str', 'max_length': 50}, 'default': ''}},
    {'type': 'dataclass-field', 'name': 'notify', 'schema': {'type': 'default', 'schema': {'type': 'function-before', 'function': {'type': 'no-info', 'function': people._tag_once}, 'schema': {'type': 'tuple', 'items_schema': [TAG], 'variadic_item_index': 0, 'min_length': 1, 'max_length': 5}}, 'default': ()}},
], 'collect_init_only': True}, 'post_init': True, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'PersonalAddresses'}}
ZONE: Any = {'type': 'function-after', 'function': {'type': 'no-info', 'function': value_types.valid_zone}, 'schema': {'type': 'str'}}
CLOCK: Any = {'type': 'function-after', 'function': {'type': 'no-info', 'function': on_call._clock}, 'schema': {'type': 'str'}}
HOURS: Any = {'type': 'function-after', 'function': {'type': 'no-info', 'function': on_call._hours}, 'schema': {'type': 'str'}}
LAYER: Any = {'type': 'dataclass', 'cls': on_call.Layer, 'fields': ['people', 'hands_over', 'day', 'at', 'since', 'hours', 'days'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'Layer', 'fields': [
    {'type': 'dataclass-field', 'name': 'people', 'schema': {'type': 'tuple', 'items_schema': [LOGIN], 'variadic_item_index': 0, 'min_length': 1}},
    {'type': 'dataclass-field', 'name': 'hands_over', 'schema': {'type': 'default', 'schema': {'type': 'literal', 'expected': ['weekly', 'daily']}, 'default': 'weekly'}},
    {'type': 'dataclass-field', 'name': 'day', 'schema': {'type': 'default', 'schema': {'type': 'literal', 'expected': ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']}, 'default': 'monday'}},
    {'type': 'dataclass-field', 'name': 'at', 'schema': {'type': 'default', 'schema': CLOCK, 'default': '09:00'}},
    {'type': 'dataclass-field', 'name': 'since', 'schema': {'type': 'default', 'schema': {'type': 'date'}, 'default': datetime.date(2024, 1, 1)}},
    {'type': 'dataclass-field', 'name': 'hours', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': HOURS}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'days', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [{'type': 'literal', 'expected': ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']}], 'variadic_item_index': 0}, 'default': ()}},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'Layer'}}
OVERRIDE: Any = {'type': 'dataclass', 'cls': on_call.Override, 'fields': ['start', 'until', 'who', 'instead_of'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'Override', 'fields': [
    {'type': 'dataclass-field', 'name': 'start', 'schema': {'type': 'datetime', 'microseconds_precision': 'truncate'}, 'validation_alias': 'from', 'serialization_alias': 'from'},
    {'type': 'dataclass-field', 'name': 'until', 'schema': {'type': 'datetime', 'microseconds_precision': 'truncate'}},
    {'type': 'dataclass-field', 'name': 'who', 'schema': LOGIN},
    {'type': 'dataclass-field', 'name': 'instead_of', 'schema': {'type': 'default', 'schema': {'type': 'literal', 'expected': ['primary', 'secondary']}, 'default': 'primary'}},
], 'collect_init_only': True}, 'post_init': True, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'Override'}}
ROTA: Any = {'type': 'dataclass', 'cls': on_call.Rota, 'fields': ['time_zone', 'primary', 'secondary', 'overrides'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'Rota', 'fields': [
    {'type': 'dataclass-field', 'name': 'time_zone', 'schema': {'type': 'default', 'schema': ZONE, 'default': 'UTC'}},
    {'type': 'dataclass-field', 'name': 'primary', 'schema': {'type': 'function-after', 'function': {'type': 'no-info', 'function': on_call._always_primary}, 'schema': {'type': 'tuple', 'items_schema': [LAYER], 'variadic_item_index': 0, 'min_length': 1}}},
    {'type': 'dataclass-field', 'name': 'secondary', 'schema': {'type': 'default', 'schema': {'type': 'function-after', 'function': {'type': 'no-info', 'function': on_call._always_secondary}, 'schema': {'type': 'tuple', 'items_schema': [LAYER], 'variadic_item_index': 0}}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'overrides', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [OVERRIDE], 'variadic_item_index': 0}, 'default': ()}},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'Rota'}}
CHECKLIST: Any = {'type': 'dataclass', 'cls': communication.Checklist, 'fields': ['name', 'when', 'kind', 'severities', 'ordered', 'items', 'answered_by'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'Checklist', 'fields': [
    {'type': 'dataclass-field', 'name': 'name', 'schema': LINE},
    {'type': 'dataclass-field', 'name': 'when', 'schema': {'type': 'literal', 'expected': ['declared', 'active', 'mitigated', 'resolved']}},
    {'type': 'dataclass-field', 'name': 'kind', 'schema': {'type': 'default', 'schema': {'type': 'literal', 'expected': ['steps', 'options', 'notes']}, 'default': 'steps'}},
    {'type': 'dataclass-field', 'name': 'severities', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [WORD], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'ordered', 'schema': {'type': 'default', 'schema': {'type': 'bool'}, 'default': False}},
    {'type': 'dataclass-field', 'name': 'items', 'schema': {'type': 'tuple', 'items_schema': [LINE], 'variadic_item_index': 0, 'min_length': 1, 'max_length': 20}},
    {'type': 'dataclass-field', 'name': 'answered_by', 'schema': {'type': 'default', 'schema': {'type': 'dict', 'keys_schema': LINE, 'values_schema': {'type': 'tuple', 'items_schema': [WORD], 'variadic_item_index': 0}}, 'default_factory': dict, 'default_factory_takes_data': False}},
], 'collect_init_only': True}, 'post_init': True, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'Checklist'}}
TEXT: Any = {'type': 'function-after', 'function': {'type': 'no-info', 'function': communication._fillable}, 'schema': {'type': 'str', 'min_length': 1, 'max_length': 2000}}
ANNOUNCEMENT: Any = {'type': 'dataclass', 'cls': communication.Announcement, 'fields': ['name', 'stage', 'audience', 'severities', 'text'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'Announcement', 'fields': [
    {'type': 'dataclass-field', 'name': 'name', 'schema': KEY},
    {'type': 'dataclass-field', 'name': 'stage', 'schema': WORD},
    {'type': 'dataclass-field', 'name': 'audience', 'schema': LINE},
    {'type': 'dataclass-field', 'name': 'severities', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [WORD], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'text', 'schema': TEXT},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'Announcement'}}
NOTIFICATION: Any = {'type': 'dataclass', 'cls': communication.Notification, 'fields': ['on', 'severities', 'to', 'say'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'Notification', 'fields': [
    {'type': 'dataclass-field', 'name': 'on', 'schema': {'type': 'tuple', 'items_schema': [{'type': 'literal', 'expected': ['declared', 'raised', 'escalated', 'started', 'detected', 'acknowledged', 'role assigned', 'updated', 'update due', 'published', 'mitigated', 'resolved', 'post-mortem owed']}], 'variadic_item_index': 0, 'min_length': 1}},
    {'type': 'dataclass-field', 'name': 'severities', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [WORD], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'to', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [KEY], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'say', 'schema': {'type': 'default', 'schema': {'type': 'str'}, 'default': ''}},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'Notification'}}
PLAYBOOK: Any = {'type': 'dataclass', 'cls': people.Playbook, 'fields': ['name', 'symptoms', 'words', 'services', 'cause', 'investigation', 'mitigation', 'resolution', 'link'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'Playbook', 'fields': [
    {'type': 'dataclass-field', 'name': 'name', 'schema': WORD},
    {'type': 'dataclass-field', 'name': 'symptoms', 'schema': LINE},
    {'type': 'dataclass-field', 'name': 'words', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [WORD], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'services', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [WORD], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'cause', 'schema': {'type': 'default', 'schema': {'type': 'str'}, 'default': ''}},
    {'type': 'dataclass-field', 'name': 'investigation', 'schema': {'type': 'default', 'schema': {'type': 'str'}, 'default': ''}},
    {'type': 'dataclass-field', 'name': 'mitigation', 'schema': {'type': 'default', 'schema': {'type': 'str'}, 'default': ''}},
    {'type': 'dataclass-field', 'name': 'resolution', 'schema': {'type': 'default', 'schema': {'type': 'str'}, 'default': ''}},
    {'type': 'dataclass-field', 'name': 'link', 'schema': {'type': 'default', 'schema': {'type': 'str'}, 'default': ''}},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'Playbook'}}
SCRIPT: Any = {'type': 'str', 'min_length': 1, 'max_length': 1000}
SHELL_COMMAND: Any = {'type': 'dataclass', 'cls': reference_material.ShellCommand, 'fields': ['name', 'run', 'when', 'severities'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'ShellCommand', 'fields': [
    {'type': 'dataclass-field', 'name': 'name', 'schema': WORD},
    {'type': 'dataclass-field', 'name': 'run', 'schema': SCRIPT},
    {'type': 'dataclass-field', 'name': 'when', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': {'type': 'literal', 'expected': ['active', 'mitigated']}}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'severities', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [WORD], 'variadic_item_index': 0}, 'default': ()}},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'ShellCommand'}}
REFERENCE: Any = {'type': 'dataclass', 'cls': reference_material.Reference, 'fields': ['name', 'link', 'text'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'Reference', 'fields': [
    {'type': 'dataclass-field', 'name': 'name', 'schema': WORD},
    {'type': 'dataclass-field', 'name': 'link', 'schema': {'type': 'default', 'schema': {'type': 'str', 'max_length': 300}, 'default': ''}},
    {'type': 'dataclass-field', 'name': 'text', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': LINE}, 'default': None}},
], 'collect_init_only': True}, 'post_init': True, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'Reference'}}
LINKS: Any = {'type': 'dataclass', 'cls': communication.Links, 'fields': ['status_page', 'dashboards', 'runbooks', 'on_call', 'room'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'Links', 'fields': [
    {'type': 'dataclass-field', 'name': 'status_page', 'schema': {'type': 'default', 'schema': {'type': 'str'}, 'default': ''}},
    {'type': 'dataclass-field', 'name': 'dashboards', 'schema': {'type': 'default', 'schema': {'type': 'str'}, 'default': ''}},
    {'type': 'dataclass-field', 'name': 'runbooks', 'schema': {'type': 'default', 'schema': {'type': 'str'}, 'default': ''}},
    {'type': 'dataclass-field', 'name': 'on_call', 'schema': {'type': 'default', 'schema': {'type': 'str'}, 'default': ''}},
    {'type': 'dataclass-field', 'name': 'room', 'schema': {'type': 'default', 'schema': {'type': 'str'}, 'default': ''}},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'Links'}}
SPAN: Any = {'type': 'function-after', 'function': {'type': 'no-info', 'function': value_types._span}, 'schema': {'type': 'str'}}
HEADER_FIELD: Any = {'type': 'dataclass', 'cls': postmortem.HeaderField, 'fields': ['name', 'content', 'form', 'hint'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'HeaderField', 'fields': [
    {'type': 'dataclass-field', 'name': 'name', 'schema': WORD},
    {'type': 'dataclass-field', 'name': 'content', 'schema': {'type': 'literal', 'expected': ['date', 'duration', 'severity', 'impact', 'detected by', 'commander', 'time to detect', 'time to acknowledge', 'time to mitigate', 'time to resolve']}},
    {'type': 'dataclass-field', 'name': 'form', 'schema': {'type': 'default', 'schema': {'type': 'str', 'max_length': 300}, 'default': ''}},
    {'type': 'dataclass-field', 'name': 'hint', 'schema': {'type': 'default', 'schema': {'type': 'str'}, 'default': ''}},
], 'collect_init_only': True}, 'post_init': True, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'HeaderField'}}
SECTION: Any = {'type': 'dataclass', 'cls': postmortem.Section, 'fields': ['title', 'content', 'hint', 'prompts'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'Section', 'fields': [
    {'type': 'dataclass-field', 'name': 'title', 'schema': WORD},
    {'type': 'dataclass-field', 'name': 'content', 'schema': {'type': 'default', 'schema': {'type': 'literal', 'expected': ['text', 'summary', 'impact', 'cause', 'timeline', 'durations', 'roles', 'triage', 'updates', 'internal updates', 'promises', 'action items']}, 'default': 'text'}},
    {'type': 'dataclass-field', 'name': 'hint', 'schema': {'type': 'default', 'schema': {'type': 'str'}, 'default': ''}},
    {'type': 'dataclass-field', 'name': 'prompts', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [LINE], 'variadic_item_index': 0}, 'default': ()}},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'Section'}}
COLUMN: Any = {'type': 'dataclass', 'cls': postmortem.Column, 'fields': ['name', 'content'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'Column', 'fields': [
    {'type': 'dataclass-field', 'name': 'name', 'schema': {'type': 'str', 'min_length': 1, 'max_length': 50, 'pattern': '^[^:]+$'}},
    {'type': 'dataclass-field', 'name': 'content', 'schema': {'type': 'literal', 'expected': ['item', 'owner', 'due', 'type']}},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'Column'}}
POSTMORTEM_RULES: Any = {'type': 'dataclass', 'cls': postmortem.PostmortemRules, 'fields': ['due', 'meeting', 'title', 'level', 'file', 'header', 'header_line', 'sections', 'timeline', 'timeline_columns', 'times', 'milestones', 'names', 'items', 'columns', 'reviewers', 'rules'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'PostmortemRules', 'fields': [
    {'type': 'dataclass-field', 'name': 'due', 'schema': {'type': 'default', 'schema': SPAN, 'default': '5 business days'}},
    {'type': 'dataclass-field', 'name': 'meeting', 'schema': {'type': 'default', 'schema': {'type': 'str'}, 'default': ''}},
    {'type': 'dataclass-field', 'name': 'title', 'schema': {'type': 'default', 'schema': {'type': 'function-after', 'function': {'type': 'no-info', 'function': postmortem._heading}, 'schema': {'type': 'str'}}, 'default': 'Incident {number}: {title}'}},
    {'type': 'dataclass-field', 'name': 'level', 'schema': {'type': 'default', 'schema': {'type': 'literal', 'expected': [1, 2]}, 'default': 1}},
    {'type': 'dataclass-field', 'name': 'file', 'schema': {'type': 'default', 'schema': {'type': 'function-after', 'function': {'type': 'no-info', 'function': postmortem._file_name}, 'schema': {'type': 'str'}}, 'default': '{date}-{name}.md'}},
    {'type': 'dataclass-field', 'name': 'header', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [{'type': 'function-before', 'function': {'type': 'no-info', 'function': postmortem.HeaderField.expand}, 'schema': HEADER_FIELD}], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'header_line', 'schema': {'type': 'default', 'schema': {'type': 'literal', 'expected': ['- **{name}:** {value}', '**{name}:** {value}', '**{name}**: {value}']}, 'default': '- **{name}:** {value}'}},
    {'type': 'dataclass-field', 'name': 'sections', 'schema': {'type': 'tuple', 'items_schema': [SECTION], 'variadic_item_index': 0}},
    {'type': 'dataclass-field', 'name': 'timeline', 'schema': {'type': 'default', 'schema': {'type': 'literal', 'expected': ['table', 'list']}, 'default': 'table'}},
    {'type': 'dataclass-field', 'name': 'timeline_columns', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [WORD], 'variadic_item_index': 0, 'min_length': 2, 'max_length': 3}, 'default': ('Time (UTC)', 'Event', 'By')}},
    {'type': 'dataclass-field', 'name': 'times', 'schema': {'type': 'default', 'schema': {'type': 'literal', 'expected': ['date and time', 'time']}, 'default': 'date and time'}},
    {'type': 'dataclass-field', 'name': 'milestones', 'schema': {'type': 'default', 'schema': {'type': 'dict', 'keys_schema': WORD, 'values_schema': {'type': 'function-after', 'function': {'type': 'no-info', 'function': postmortem._milestone_name}, 'schema': WORD}}, 'default_factory': dict, 'default_factory_takes_data': False}},
    {'type': 'dataclass-field', 'name': 'names', 'schema': {'type': 'default', 'schema': {'type': 'literal', 'expected': ['people', 'roles']}, 'default': 'people'}},
    {'type': 'dataclass-field', 'name': 'items', 'schema': {'type': 'default', 'schema': {'type': 'literal', 'expected': ['table', 'checklist', 'list']}, 'default': 'table'}},
    {'type': 'dataclass-field', 'name': 'columns', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [{'type': 'function-before', 'function': {'type': 'no-info', 'function': postmortem.Column.expand}, 'schema': COLUMN}], 'variadic_item_index': 0}, 'default_factory': postmortem._usual_columns, 'default_factory_takes_data': False}},
    {'type': 'dataclass-field', 'name': 'reviewers', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [LOGIN], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'rules', 'schema': {'type': 'default', 'schema': {'type': 'dict', 'keys_schema': {'type': 'literal', 'expected': ['front-matter-missing', 'front-matter-unreadable', 'front-matter-key', 'record-differs', 'duration-differs', 'section-missing', 'section-misnamed', 'section-moved', 'section-empty', 'section-untouched', 'placeholder-left', 'summary-too-long', 'impact-without-number', 'detection-without-source', 'time-unreadable', 'time-out-of-order', 'item-without-owner', 'owner-unknown', 'owner-not-checked', 'item-without-date', 'item-without-type', 'item-not-verifiable', 'item-unread', 'item-row-too-wide', 'item-repeated', 'item-date-relative', 'item-in-prose', 'person-blamed', 'secret-found', 'address-found', 'personal-data-found']}, 'values_schema': {'type': 'literal', 'expected': ['error', 'warning', 'notice', 'off']}}, 'default_factory': dict, 'default_factory_takes_data': False}},
], 'collect_init_only': True}, 'post_init': True, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'PostmortemRules'}}
DAYS: Any = {'type': 'int', 'gt': 0, 'le': 3650}
DUE_IN_DAYS: Any = {'type': 'tagged-union', 'choices': {'[number]': DAYS, '[severities]': {'type': 'dict', 'keys_schema': {'type': 'str'}, 'values_schema': DAYS, 'min_length': 1}}, 'discriminator': action_rules._form_of_days}
ACTION_RULES: Any = {'type': 'dataclass', 'cls': action_rules.ActionRules, 'fields': ['types', 'due_in_days', 'evidence', 'remind', 'digest'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'ActionRules', 'fields': [
    {'type': 'dataclass-field', 'name': 'types', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [WORD], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'due_in_days', 'schema': {'type': 'default', 'schema': DUE_IN_DAYS, 'default': 14}},
    {'type': 'dataclass-field', 'name': 'evidence', 'schema': {'type': 'default', 'schema': {'type': 'literal', 'expected': ['required', 'optional']}, 'default': 'required'}},
    {'type': 'dataclass-field', 'name': 'remind', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [{'type': 'int', 'ge': -3650, 'le': 3650}], 'variadic_item_index': 0}, 'default': (-3, 0, 1, 3, 7)}},
    {'type': 'dataclass-field', 'name': 'digest', 'schema': {'type': 'default', 'schema': {'type': 'bool'}, 'default': True}},
], 'collect_init_only': True}, 'post_init': True, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'ActionRules'}}
LABELS: Any = {'type': 'dataclass', 'cls': process.Labels, 'fields': ['incident', 'action_item', 'status', 'postmortem_owed', 'postmortem', 'review', 'owner_wanted', 'overdue', 'without_evidence', 'week', 'overview', 'drill', 'maintenance', 'freeze'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'Labels', 'fields': [
    {'type': 'dataclass-field', 'name': 'incident', 'schema': {'type': 'default', 'schema': WORD, 'default': 'incident'}},
    {'type': 'dataclass-field', 'name': 'action_item', 'schema': {'type': 'default', 'schema': WORD, 'default': 'action-item'}},
    {'type': 'dataclass-field', 'name': 'status', 'schema': {'type': 'default', 'schema': {'type': 'str'}, 'default': 'status: '}},
    {'type': 'dataclass-field', 'name': 'postmortem_owed', 'schema': {'type': 'default', 'schema': WORD, 'default': 'needs-postmortem'}},
    {'type': 'dataclass-field', 'name': 'postmortem', 'schema': {'type': 'default', 'schema': WORD, 'default': 'postmortem'}},
    {'type': 'dataclass-field', 'name': 'review', 'schema': {'type': 'default', 'schema': {'type': 'str', 'max_length': 50}, 'default': ''}},
    {'type': 'dataclass-field', 'name': 'owner_wanted', 'schema': {'type': 'default', 'schema': WORD, 'default': 'needs-owner'}},
    {'type': 'dataclass-field', 'name': 'overdue', 'schema': {'type': 'default', 'schema': WORD, 'default': 'overdue'}},
    {'type': 'dataclass-field', 'name': 'without_evidence', 'schema': {'type': 'default', 'schema': WORD, 'default': 'closed-without-evidence'}},
    {'type': 'dataclass-field', 'name': 'week', 'schema': {'type': 'default', 'schema': WORD, 'default': 'weekly-action-items'}},
    {'type': 'dataclass-field', 'name': 'overview', 'schema': {'type': 'default', 'schema': WORD, 'default': 'incident-overview'}},
    {'type': 'dataclass-field', 'name': 'drill', 'schema': {'type': 'default', 'schema': WORD, 'default': 'drill'}},
    {'type': 'dataclass-field', 'name': 'maintenance', 'schema': {'type': 'default', 'schema': WORD, 'default': 'maintenance'}},
    {'type': 'dataclass-field', 'name': 'freeze', 'schema': {'type': 'default', 'schema': WORD, 'default': 'merge-freeze'}},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'Labels'}}
ISSUE_TYPES: Any = {'type': 'dataclass', 'cls': issue_types.IssueTypes, 'fields': ['incident', 'action_item', 'by_item_type'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'IssueTypes', 'fields': [
    {'type': 'dataclass-field', 'name': 'incident', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': WORD}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'action_item', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': WORD}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'by_item_type', 'schema': {'type': 'default', 'schema': {'type': 'dict', 'keys_schema': WORD, 'values_schema': WORD}, 'default_factory': dict, 'default_factory_takes_data': False}},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'IssueTypes'}}
SPRINT: Any = {'type': 'dataclass', 'cls': business_time.Sprint, 'fields': ['start', 'days'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'Sprint', 'fields': [
    {'type': 'dataclass-field', 'name': 'start', 'schema': {'type': 'date'}},
    {'type': 'dataclass-field', 'name': 'days', 'schema': {'type': 'default', 'schema': {'type': 'int', 'ge': 1, 'le': 366}, 'default': 14}},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'Sprint'}}
CALENDAR: Any = {'type': 'dataclass', 'cls': business_time.Calendar, 'fields': ['time_zone', 'country', 'subdivision', 'hours', 'sprint'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'Calendar', 'fields': [
    {'type': 'dataclass-field', 'name': 'time_zone', 'schema': {'type': 'default', 'schema': ZONE, 'default': 'UTC'}},
    {'type': 'dataclass-field', 'name': 'country', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': {'type': 'function-after', 'function': {'type': 'no-info', 'function': business_time._country}, 'schema': {'type': 'str'}}}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'subdivision', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': {'type': 'str'}}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'hours', 'schema': {'type': 'default', 'schema': HOURS, 'default': '09:00-17:00'}},
    {'type': 'dataclass-field', 'name': 'sprint', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': SPRINT}, 'default': None}},
], 'collect_init_only': True}, 'post_init': True, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'Calendar'}}
ALERT_RULES: Any = {'type': 'dataclass', 'cls': process.AlertRules, 'fields': ['severities', 'storm', 'debounce'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'AlertRules', 'fields': [
    {'type': 'dataclass-field', 'name': 'severities', 'schema': {'type': 'default', 'schema': {'type': 'dict', 'keys_schema': {'type': 'str'}, 'values_schema': WORD}, 'default_factory': dict, 'default_factory_takes_data': False}},
    {'type': 'dataclass-field', 'name': 'storm', 'schema': {'type': 'default', 'schema': {'type': 'int', 'ge': 0, 'le': 43200}, 'default': 10}},
    {'type': 'dataclass-field', 'name': 'debounce', 'schema': {'type': 'default', 'schema': {'type': 'int', 'ge': 0, 'le': 60}, 'default': 1}},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'AlertRules'}}
REPOSITORY: Any = {'type': 'str', 'pattern': '^[A-Za-z0-9][A-Za-z0-9_-]{0,38}/\\.?[A-Za-z0-9_-][A-Za-z0-9._-]{0,98}$'}
PRIVATE_RULES: Any = {'type': 'dataclass', 'cls': private_rules.PrivateRules, 'fields': ['repository', 'labels', 'severities', 'answers'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'PrivateRules', 'fields': [
    {'type': 'dataclass-field', 'name': 'repository', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': REPOSITORY}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'labels', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [WORD], 'variadic_item_index': 0}, 'default': ('incident',)}},
    {'type': 'dataclass-field', 'name': 'severities', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [WORD], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'answers', 'schema': {'type': 'default', 'schema': {'type': 'dict', 'keys_schema': {'type': 'str'}, 'values_schema': LINE}, 'default_factory': dict, 'default_factory_takes_data': False}},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'PrivateRules'}}
FREEZE_RULES: Any = {'type': 'dataclass', 'cls': freeze_rules.FreezeRules, 'fields': ['severities', 'until'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'FreezeRules', 'fields': [
    {'type': 'dataclass-field', 'name': 'severities', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [WORD], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'until', 'schema': {'type': 'default', 'schema': {'type': 'literal', 'expected': ['mitigated', 'resolved']}, 'default': 'mitigated'}},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'FreezeRules'}}
TITLE: Any = {'type': 'function-after', 'function': {'type': 'no-info', 'function': event_rules._fillable}, 'schema': LINE}
EVENT_RULE: Any = {'type': 'dataclass', 'cls': event_rules.EventRule, 'fields': ['on', 'environment', 'workflow', 'branch', 'tag', 'severity', 'service', 'title'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'EventRule', 'fields': [
    {'type': 'dataclass-field', 'name': 'on', 'schema': {'type': 'literal', 'expected': ['deployment_status', 'release', 'workflow_run']}},
    {'type': 'dataclass-field', 'name': 'environment', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': WORD}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'workflow', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': WORD}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'branch', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': WORD}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'tag', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': WORD}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'severity', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': WORD}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'service', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': WORD}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'title', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': TITLE}, 'default': None}},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'EventRule'}}
EVENT_RULES: Any = {'type': 'dataclass', 'cls': event_rules.EventRules, 'fields': ['workflows', 'rules'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'EventRules', 'fields': [
    {'type': 'dataclass-field', 'name': 'workflows', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [WORD], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'rules', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [EVENT_RULE], 'variadic_item_index': 0}, 'default': ()}},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'EventRules'}}
WEB_ADDRESS: Any = {'type': 'str', 'max_length': 300, 'pattern': '^https?://[^\\s<>]+$'}
BRANCH: Any = {'type': 'str', 'max_length': 50, 'pattern': '^[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9][A-Za-z0-9_-]*)*$'}
SITE_RULES: Any = {'type': 'dataclass', 'cls': site_rules.SiteRules, 'fields': ['title', 'about', 'url', 'links', 'logo', 'colour', 'language', 'texts', 'services', 'outages', 'status_texts', 'from_start', 'since', 'branch'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'SiteRules', 'fields': [
    {'type': 'dataclass-field', 'name': 'title', 'schema': {'type': 'default', 'schema': LINE, 'default': 'Status'}},
    {'type': 'dataclass-field', 'name': 'about', 'schema': {'type': 'default', 'schema': {'type': 'str', 'max_length': 500}, 'default': ''}},
    {'type': 'dataclass-field', 'name': 'url', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': WEB_ADDRESS}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'links', 'schema': {'type': 'default', 'schema': {'type': 'dict', 'keys_schema': LINE, 'values_schema': WEB_ADDRESS, 'max_length': 6}, 'default_factory': dict, 'default_factory_takes_data': False}},
    {'type': 'dataclass-field', 'name': 'logo', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': {'type': 'str', 'pattern': '^\\.github/([A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*[.](svg|png|webp)$'}}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'colour', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': COLOUR}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'language', 'schema': {'type': 'default', 'schema': {'type': 'str', 'pattern': '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$'}, 'default': 'en'}},
    {'type': 'dataclass-field', 'name': 'texts', 'schema': {'type': 'default', 'schema': {'type': 'dict', 'keys_schema': {'type': 'literal', 'expected': ['status', 'skip', 'operational', 'degraded', 'partial', 'major', 'maintenance', 'unknown', 'all_operational', 'some_degraded', 'some_partial', 'some_major', 'some_unknown', 'under_maintenance', 'ongoing', 'services', 'uptime', 'days_ago', 'today', 'recent', 'none_recent', 'none_at_all', 'history', 'scheduled', 'planned', 'in_progress', 'completed', 'investigating', 'identified', 'monitoring', 'resolved', 'affected', 'started', 'ended', 'lasted', 'still_open', 'updates', 'built', 'all_times', 'subscribe', 'feed', 'machine', 'back', 'earlier_months', 'months', 'not_found', 'not_found_text', 'unread']}, 'values_schema': LINE}, 'default_factory': dict, 'default_factory_takes_data': False}},
    {'type': 'dataclass-field', 'name': 'services', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [WORD], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'outages', 'schema': {'type': 'default', 'schema': {'type': 'dict', 'keys_schema': WORD, 'values_schema': {'type': 'literal', 'expected': ['degraded', 'partial', 'major']}}, 'default_factory': dict, 'default_factory_takes_data': False}},
    {'type': 'dataclass-field', 'name': 'status_texts', 'schema': {'type': 'default', 'schema': {'type': 'bool'}, 'default': False}},
    {'type': 'dataclass-field', 'name': 'from_start', 'schema': {'type': 'default', 'schema': {'type': 'bool'}, 'default': False}},
    {'type': 'dataclass-field', 'name': 'since', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': {'type': 'date'}}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'branch', 'schema': {'type': 'default', 'schema': BRANCH, 'default': 'incident-site'}},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'SiteRules'}}
REPORT_RULES: Any = {'type': 'dataclass', 'cls': report_rules.ReportRules, 'fields': ['branch', 'issue', 'label', 'index', 'drills', 'load', 'cost_per_hour', 'currency'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'ReportRules', 'fields': [
    {'type': 'dataclass-field', 'name': 'branch', 'schema': {'type': 'default', 'schema': BRANCH, 'default': 'incident-report'}},
    {'type': 'dataclass-field', 'name': 'issue', 'schema': {'type': 'default', 'schema': {'type': 'bool'}, 'default': True}},
    {'type': 'dataclass-field', 'name': 'label', 'schema': {'type': 'default', 'schema': WORD, 'default': 'incident-report'}},
    {'type': 'dataclass-field', 'name': 'index', 'schema': {'type': 'default', 'schema': {'type': 'bool'}, 'default': False}},
    {'type': 'dataclass-field', 'name': 'drills', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [WORD], 'variadic_item_index': 0}, 'default': ('drill',)}},
    {'type': 'dataclass-field', 'name': 'load', 'schema': {'type': 'default', 'schema': {'type': 'bool'}, 'default': False}},
    {'type': 'dataclass-field', 'name': 'cost_per_hour', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': {'type': 'float', 'ge': 0}}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'currency', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': LINE}, 'default': None}},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'ReportRules'}}
PATH_INSIDE: Any = {'type': 'function-after', 'function': {'type': 'no-info', 'function': runbook_rules._inside}, 'schema': {'type': 'str', 'max_length': 200, 'pattern': '^[^/\\\\][^\\\\]*$'}}
RUNBOOK_RULES: Any = {'type': 'dataclass', 'cls': runbook_rules.RunbookRules, 'fields': ['paths', 'months'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'RunbookRules', 'fields': [
    {'type': 'dataclass-field', 'name': 'paths', 'schema': {'type': 'tuple', 'items_schema': [PATH_INSIDE], 'variadic_item_index': 0, 'min_length': 1, 'max_length': 20}},
    {'type': 'dataclass-field', 'name': 'months', 'schema': {'type': 'default', 'schema': {'type': 'int', 'gt': 0, 'le': 60}, 'default': 6}},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'RunbookRules'}}
GAME_DAY_RULES: Any = {'type': 'dataclass', 'cls': game_day_rules.GameDayRules, 'fields': ['every', 'day', 'at', 'people', 'scenarios', 'ask', 'ends_after'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'GameDayRules', 'fields': [
    {'type': 'dataclass-field', 'name': 'every', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': {'type': 'literal', 'expected': ['week', 'month', 'quarter']}}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'day', 'schema': {'type': 'default', 'schema': {'type': 'literal', 'expected': ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']}, 'default': 'tuesday'}},
    {'type': 'dataclass-field', 'name': 'at', 'schema': {'type': 'default', 'schema': CLOCK, 'default': '10:00'}},
    {'type': 'dataclass-field', 'name': 'people', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [LOGIN], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'scenarios', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [KEY], 'variadic_item_index': 0, 'max_length': 20}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'ask', 'schema': {'type': 'default', 'schema': {'type': 'bool'}, 'default': True}},
    {'type': 'dataclass-field', 'name': 'ends_after', 'schema': {'type': 'default', 'schema': {'type': 'int', 'ge': 1, 'le': 336}, 'default': 24}},
], 'collect_init_only': True}, 'post_init': True, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'GameDayRules'}}
SERVICE: Any = {'type': 'dataclass', 'cls': people.Service, 'fields': ['name', 'formerly', 'owner', 'repository', 'runbook', 'dashboard'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'Service', 'fields': [
    {'type': 'dataclass-field', 'name': 'name', 'schema': WORD},
    {'type': 'dataclass-field', 'name': 'formerly', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [WORD], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'owner', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [LOGIN], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'repository', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': REPOSITORY}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'runbook', 'schema': {'type': 'default', 'schema': {'type': 'str'}, 'default': ''}},
    {'type': 'dataclass-field', 'name': 'dashboard', 'schema': {'type': 'default', 'schema': {'type': 'str'}, 'default': ''}},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'Service'}}
ACCOUNT: Any = {'type': 'str', 'pattern': '^[A-Za-z0-9][A-Za-z0-9_-]*(\\[bot\\])?$'}
PROCESS: Any = {'type': 'dataclass', 'cls': process.Process, 'fields': ['name', 'severities', 'statuses', 'roles', 'permissions', 'targets', 'long_incident', 'sweep', 'update_every', 'triage', 'ladder', 'contacts', 'directory', 'people', 'on_call', 'checklists', 'announcements', 'notifications', 'playbooks', 'commands', 'references', 'prevention', 'links', 'postmortem', 'actions', 'labels', 'issue_types', 'calendar', 'alerts', 'private', 'freeze', 'events', 'site', 'report', 'repository_dispatch', 'recurrence', 'overview', 'year_ago', 'rating', 'runbooks', 'game_days', 'services', 'escalation', 'ignore_commands', 'bots', 'bot', 'former_bots'], 'schema': {'type': 'dataclass-args', 'dataclass_name': 'Process', 'fields': [
    {'type': 'dataclass-field', 'name': 'name', 'schema': {'type': 'default', 'schema': {'type': 'str'}, 'default': 'default'}},
    {'type': 'dataclass-field', 'name': 'severities', 'schema': {'type': 'tuple', 'items_schema': [SEVERITY], 'variadic_item_index': 0, 'min_length': 1}},
    {'type': 'dataclass-field', 'name': 'statuses', 'schema': {'type': 'tuple', 'items_schema': [STATUS], 'variadic_item_index': 0, 'min_length': 1}},
    {'type': 'dataclass-field', 'name': 'roles', 'schema': {'type': 'tuple', 'items_schema': [ROLE], 'variadic_item_index': 0}},
    {'type': 'dataclass-field', 'name': 'permissions', 'schema': {'type': 'default', 'schema': {'type': 'dict', 'keys_schema': {'type': 'str'}, 'values_schema': {'type': 'literal', 'expected': ['read', 'triage', 'write', 'maintain', 'admin', 'nobody']}}, 'default_factory': dict, 'default_factory_takes_data': False}},
    {'type': 'dataclass-field', 'name': 'targets', 'schema': {'type': 'default', 'schema': TARGETS, 'default_factory': severity.Targets, 'default_factory_takes_data': False}},
    {'type': 'dataclass-field', 'name': 'long_incident', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': LONG_INCIDENT_RULES}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'sweep', 'schema': {'type': 'default', 'schema': {'type': 'literal', 'expected': ['hourly', 'four-hourly', 'daily']}, 'default': 'hourly'}},
    {'type': 'dataclass-field', 'name': 'update_every', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': MINUTES}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'triage', 'schema': {'type': 'default', 'schema': TRIAGE, 'default_factory': severity.Triage, 'default_factory_takes_data': False}},
    {'type': 'dataclass-field', 'name': 'ladder', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [RUNG], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'contacts', 'schema': {'type': 'default', 'schema': {'type': 'dict', 'keys_schema': KEY, 'values_schema': CONTACT}, 'default_factory': dict, 'default_factory_takes_data': False}},
    {'type': 'dataclass-field', 'name': 'directory', 'schema': {'type': 'default', 'schema': {'type': 'dict', 'keys_schema': LOGIN, 'values_schema': LINE}, 'default_factory': dict, 'default_factory_takes_data': False}},
    {'type': 'dataclass-field', 'name': 'people', 'schema': {'type': 'default', 'schema': {'type': 'dict', 'keys_schema': LOGIN, 'values_schema': PERSONAL_ADDRESSES}, 'default_factory': dict, 'default_factory_takes_data': False}},
    {'type': 'dataclass-field', 'name': 'on_call', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': ROTA}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'checklists', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [CHECKLIST], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'announcements', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [ANNOUNCEMENT], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'notifications', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [NOTIFICATION], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'playbooks', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [PLAYBOOK], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'commands', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [SHELL_COMMAND], 'variadic_item_index': 0, 'max_length': 30}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'references', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [REFERENCE], 'variadic_item_index': 0, 'max_length': 30}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'prevention', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [LINE], 'variadic_item_index': 0, 'max_length': 20}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'links', 'schema': {'type': 'default', 'schema': LINKS, 'default_factory': communication.Links, 'default_factory_takes_data': False}},
    {'type': 'dataclass-field', 'name': 'postmortem', 'schema': POSTMORTEM_RULES},
    {'type': 'dataclass-field', 'name': 'actions', 'schema': {'type': 'default', 'schema': ACTION_RULES, 'default_factory': action_rules.ActionRules, 'default_factory_takes_data': False}},
    {'type': 'dataclass-field', 'name': 'labels', 'schema': {'type': 'default', 'schema': LABELS, 'default_factory': process.Labels, 'default_factory_takes_data': False}},
    {'type': 'dataclass-field', 'name': 'issue_types', 'schema': {'type': 'default', 'schema': ISSUE_TYPES, 'default_factory': issue_types.IssueTypes, 'default_factory_takes_data': False}},
    {'type': 'dataclass-field', 'name': 'calendar', 'schema': {'type': 'default', 'schema': CALENDAR, 'default_factory': business_time.Calendar, 'default_factory_takes_data': False}},
    {'type': 'dataclass-field', 'name': 'alerts', 'schema': {'type': 'default', 'schema': ALERT_RULES, 'default_factory': process.AlertRules, 'default_factory_takes_data': False}},
    {'type': 'dataclass-field', 'name': 'private', 'schema': {'type': 'default', 'schema': PRIVATE_RULES, 'default_factory': private_rules.PrivateRules, 'default_factory_takes_data': False}},
    {'type': 'dataclass-field', 'name': 'freeze', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': FREEZE_RULES}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'events', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': EVENT_RULES}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'site', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': SITE_RULES}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'report', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': REPORT_RULES}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'repository_dispatch', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [{'type': 'literal', 'expected': ['declared', 'raised', 'escalated', 'started', 'detected', 'acknowledged', 'role assigned', 'updated', 'update due', 'published', 'mitigated', 'resolved', 'post-mortem owed']}], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'recurrence', 'schema': {'type': 'default', 'schema': {'type': 'bool'}, 'default': False}},
    {'type': 'dataclass-field', 'name': 'overview', 'schema': {'type': 'default', 'schema': {'type': 'bool'}, 'default': False}},
    {'type': 'dataclass-field', 'name': 'year_ago', 'schema': {'type': 'default', 'schema': {'type': 'bool'}, 'default': False}},
    {'type': 'dataclass-field', 'name': 'rating', 'schema': {'type': 'default', 'schema': {'type': 'bool'}, 'default': False}},
    {'type': 'dataclass-field', 'name': 'runbooks', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': RUNBOOK_RULES}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'game_days', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': GAME_DAY_RULES}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'services', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [{'type': 'function-before', 'function': {'type': 'no-info', 'function': people.Service.expand}, 'schema': SERVICE}], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'escalation', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [LOGIN], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'ignore_commands', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [WORD], 'variadic_item_index': 0}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'bots', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [ACCOUNT], 'variadic_item_index': 0, 'max_length': 20}, 'default': ()}},
    {'type': 'dataclass-field', 'name': 'bot', 'schema': {'type': 'default', 'schema': {'type': 'nullable', 'schema': ACCOUNT}, 'default': None}},
    {'type': 'dataclass-field', 'name': 'former_bots', 'schema': {'type': 'default', 'schema': {'type': 'tuple', 'items_schema': [ACCOUNT], 'variadic_item_index': 0}, 'default': ()}},
]}, 'config': {'extra_fields_behavior': 'forbid', 'validate_by_alias': True, 'validate_by_name': True, 'title': 'Process'}}
SCHEMA: Any = PROCESS
