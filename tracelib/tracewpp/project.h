/* The WPP settings of a Visual Studio project: the same as tracewpp's options, in XML. */
#pragma once

#include "tracelib/tracewpp/pool.h"
#include "tracelib/tracewpp/source.h"

struct project {
	struct list functions; /* WppTraceFunction */
	struct list scans;     /* WppScanConfigurationData, relative to the project */
	struct list inis;      /* WppAdditionalConfigurationFile and the like */
	struct list options;   /* WppAdditionalOptions, one by one */
	struct list modules;   /* WppModuleName */
	struct list controls;  /* WppAddControlGuid */
	struct list defines;   /* WppPreprocessorDefinitions, and what WppRecorderEnabled says */
};

/* All configurations together; what MSBuild would compute ($(...), %(...)) is left out. */
void project_read(struct project *out, const struct source *source);
