/* The ways in which value_plan() lets values be written. */
#pragma once

#include "viewer/messages/value.h"

value_write value_write_integer;
value_write value_write_real;
value_write value_write_character;
value_write value_write_four_characters;
value_write value_write_text;
value_write value_write_trimmed;
value_write value_write_dump;
value_write value_write_guid;
value_write value_write_mac;
value_write value_write_ipv6;
value_write value_write_sid;
value_write value_write_ntstatus;
value_write value_write_hresult;
value_write value_write_win32;
value_write value_write_ipv4;
value_write value_write_port;
value_write value_write_timestamp;
value_write value_write_delta;
value_write value_write_due_time;
value_write value_write_list;
value_write value_write_set;
value_write value_write_label;
value_write value_write_nothing;
