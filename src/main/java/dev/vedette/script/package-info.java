/** Scripts: programs of an operator that are run when something happens to a master. */
@NullMarked
package dev.vedette.script;

import org.jspecify.annotations.NullMarked;
