/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* A JSON checker for tests: whether a text is one value by RFC 8259, nothing else. */
#pragma once

#include <glib.h>

/* NULL when @text is valid JSON, else where it stops being it. */
const char *json_find_fault (const char *text);
