/** Reading of small files with errors that name the file: JSON objects and digests. */
package org.taskweave.zoo.file;
