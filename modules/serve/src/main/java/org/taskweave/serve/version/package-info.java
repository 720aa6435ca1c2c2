/**
 * Which version answers: a folder of versions with {@code current.json}, the change from one to
 * another while requests come, the way back, and a second version that answers in the shadow.
 */
package org.taskweave.serve.version;
