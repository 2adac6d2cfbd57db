/** Users and what they may do, as Redis has them. Pure: knows the commands by name and kind only, and no connection. */
@NullMarked
package dev.vedette.command.acl;

import org.jspecify.annotations.NullMarked;
