/** The JSON Schema of run specs, from the same records that read them: editors complete and check with it. */
package org.gradus.experiments.schema;

