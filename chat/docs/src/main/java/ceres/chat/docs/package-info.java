/** Makes the pages below {@code /docs} of the AsyncAPI document and of the guide, at build time. */
@NullMarked
package ceres.chat.docs;

import org.jspecify.annotations.NullMarked;
